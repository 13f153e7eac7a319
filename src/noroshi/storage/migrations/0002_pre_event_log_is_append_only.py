"""The event log can only grow: a trigger refuses every other change (security: audit log)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION noroshi_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the event log is append-only';
END $$;
CREATE TRIGGER noroshi_append_only
    BEFORE UPDATE OR DELETE ON storage_eventrow
    FOR EACH STATEMENT EXECUTE FUNCTION noroshi_refuse_change();
CREATE TRIGGER noroshi_never_emptied
    BEFORE TRUNCATE ON storage_eventrow
    FOR EACH STATEMENT EXECUTE FUNCTION noroshi_refuse_change();
CREATE FUNCTION noroshi_refuse_plan_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of the plan never changes: apply a new one';
END $$;
CREATE TRIGGER noroshi_immutable_plan
    BEFORE UPDATE OR DELETE ON storage_planversion
    FOR EACH STATEMENT EXECUTE FUNCTION noroshi_refuse_plan_change();
"""
BACKWARD = """
DROP TRIGGER noroshi_never_emptied ON storage_eventrow;
DROP TRIGGER noroshi_append_only ON storage_eventrow;
DROP FUNCTION noroshi_refuse_change();
DROP TRIGGER noroshi_immutable_plan ON storage_planversion;
DROP FUNCTION noroshi_refuse_plan_change();
"""


class Migration(migrations.Migration):
    dependencies = [("storage", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
