"""The installation, its plan, and what is said about incidents; a log that can only grow."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from noroshi.storage.migrations._columns import column_id, reference

APPEND_ONLY = """
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
NOT_APPEND_ONLY = """
DROP FUNCTION noroshi_refuse_change() CASCADE;
DROP FUNCTION noroshi_refuse_plan_change() CASCADE;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations: ClassVar = [
        migrations.CreateModel(
            name="InstallationKey",
            fields=[
                column_id(),
                ("name", models.CharField(max_length=50, unique=True)),
                ("value", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="OneTimeLink",
            fields=[
                column_id(),
                ("purpose", models.CharField(max_length=50)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="IngestToken",
            fields=[
                column_id(),
                ("name", models.CharField(max_length=100, unique=True)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SendingRight",
            fields=[
                column_id(),
                ("epoch", models.PositiveIntegerField(default=1)),
                ("place", models.CharField(max_length=200)),
                ("granted_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AuditFinding",
            fields=[
                column_id(),
                ("kind", models.CharField(max_length=40)),
                ("about", models.CharField(max_length=100)),
                ("detail", models.JSONField(default=dict)),
                ("found_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("kind", "about"),
                        name="one_open_finding",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditRun",
            fields=[
                column_id(),
                ("at", models.DateTimeField()),
                ("took_ms", models.PositiveIntegerField()),
                ("counts", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                column_id(),
                ("number", models.PositiveIntegerField(unique=True)),
                ("document", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("applied_at", models.DateTimeField()),
                ("applied_by", models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                column_id(),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=models.CASCADE,
                        related_name="account",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("person", models.CharField(max_length=100, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("language", models.CharField(default="en", max_length=10)),
                ("is_admin", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="EventRow",
            fields=[
                column_id(),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=50)),
                ("actor", models.CharField(max_length=100)),
                ("incident_number", models.PositiveIntegerField(null=True)),
                ("data", models.JSONField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["incident_number", "id"], name="storage_eve_inciden_e91fd9_idx"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentRow",
            fields=[
                column_id(),
                ("number", models.PositiveIntegerField(unique=True)),
                ("state", models.CharField(max_length=20)),
                ("stage", models.CharField(max_length=20, null=True)),
                ("title", models.JSONField()),
                ("severity", models.PositiveSmallIntegerField()),
                ("scenario", models.CharField(max_length=100)),
                ("path", models.CharField(max_length=100)),
                ("components", ArrayField(base_field=models.CharField(max_length=100), size=None)),
                ("regions", ArrayField(base_field=models.CharField(max_length=100), size=None)),
                ("component_status", models.CharField(max_length=30)),
                ("started_at", models.DateTimeField()),
                ("declared_at", models.DateTimeField(null=True)),
                ("resolved_at", models.DateTimeField(null=True)),
                ("report_due_at", models.DateTimeField(null=True)),
                ("resolution_proposed_at", models.DateTimeField(null=True)),
                ("declared_by", models.CharField(blank=True, max_length=100)),
                ("plan_version", models.PositiveIntegerField()),
                ("bridge_url", models.CharField(blank=True, max_length=500)),
                ("request_key", models.CharField(max_length=100, null=True, unique=True)),
                (
                    "subject",
                    models.CharField(db_default="incident", default="incident", max_length=20),
                ),
                ("entered_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["state"], name="storage_inc_state_e7f494_idx")],
            },
        ),
        migrations.CreateModel(
            name="SignalRow",
            fields=[
                column_id(),
                ("source", models.CharField(max_length=50)),
                ("group", models.CharField(max_length=64)),
                ("fingerprint", models.CharField(max_length=100)),
                ("started_at", models.DateTimeField()),
                ("status", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=300)),
                ("labels", models.JSONField()),
                ("annotations", models.JSONField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("count", models.PositiveIntegerField(default=1)),
                reference("incident", "incidentrow", "signals", null=True),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "fingerprint", "started_at"), name="one_row_a_signal"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FactRow",
            fields=[
                column_id(),
                reference("incident", "incidentrow", "facts"),
                ("question", models.CharField(max_length=100)),
                ("values", models.JSONField(default=dict)),
                ("unknown", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("answered_by", models.CharField(max_length=100)),
                ("answered_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "question"), name="one_fact_a_question"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageRow",
            fields=[
                column_id(),
                reference("incident", "incidentrow", "messages"),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("stage", models.CharField(max_length=20)),
                ("state", models.CharField(max_length=20)),
                ("next_update_at", models.DateTimeField(null=True)),
                ("drafted_by", models.CharField(max_length=100)),
                ("drafted_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("published_by", models.CharField(blank=True, max_length=100)),
                ("left_out", models.JSONField(default=list)),
                reference("corrects", "messagerow", "corrections", null=True),
                ("in_parallel", models.BooleanField(db_default=False, default=False)),
                ("publish_at", models.DateTimeField(null=True)),
                ("scheduled_by", models.CharField(blank=True, db_default="", max_length=100)),
                ("display_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("publish_at__isnull", False), ("published_at", None)),
                        fields=["publish_at"],
                        name="messages_for_the_clock",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "number"), name="one_message_a_number"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("in_parallel", False), ("state__in", ["draft", "in_approval"])
                        ),
                        fields=("incident",),
                        name="one_message_in_work_an_incident",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RenditionRow",
            fields=[
                column_id(),
                reference("message", "messagerow", "renditions"),
                ("audience", models.CharField(max_length=100)),
                ("channel", models.CharField(max_length=30)),
                ("language", models.CharField(max_length=10)),
                ("subject", models.TextField()),
                ("body", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("template_digest", models.CharField(max_length=64)),
                ("written_by", models.CharField(max_length=100)),
                ("editors", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                ("corrected_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message", "audience", "channel", "language"),
                        name="one_text_a_rendition",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalRow",
            fields=[
                column_id(),
                reference("rendition", "renditionrow", "approvals"),
                ("digest", models.CharField(max_length=64)),
                ("person", models.CharField(max_length=100)),
                ("decision", models.CharField(max_length=20)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OverrideRow",
            fields=[
                column_id(),
                reference("rendition", "renditionrow", "overrides"),
                ("rule", models.CharField(max_length=100)),
                ("fingerprint", models.CharField(max_length=64)),
                ("found", models.TextField(blank=True)),
                ("reason", models.TextField()),
                ("person", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("rendition", "rule", "fingerprint"),
                        name="one_override_a_finding",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportRow",
            fields=[
                column_id(),
                reference("incident", "incidentrow", "report", kind=models.OneToOneField),
                ("sections", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                ("written_by", models.CharField(max_length=100)),
                ("written_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PostingRow",
            fields=[
                column_id(),
                reference("rendition", "renditionrow", "posting", kind=models.OneToOneField),
                ("owed_at", models.DateTimeField()),
                ("posted_at", models.DateTimeField(null=True)),
                ("posted_by", models.CharField(blank=True, max_length=100)),
                ("address", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
    ]
