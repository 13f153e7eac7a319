"""Who is written to, through which accounts, and what became of each delivery."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models.functions import Lower

from noroshi.storage.migrations._columns import AS_KEY, column_id, reference


class Migration(migrations.Migration):
    dependencies: ClassVar = [("storage", "0001_initial")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="SubscriberRow",
            fields=[
                column_id(),
                ("channel", models.CharField(max_length=30)),
                ("address", models.CharField(max_length=2000)),
                ("audience", models.CharField(max_length=100)),
                ("language", models.CharField(max_length=10)),
                ("time_zone", models.CharField(default="UTC", max_length=60)),
                ("state", models.CharField(max_length=20)),
                (
                    "components",
                    ArrayField(
                        base_field=models.CharField(max_length=100), default=list, size=None
                    ),
                ),
                (
                    "regions",
                    ArrayField(
                        base_field=models.CharField(max_length=100), default=list, size=None
                    ),
                ),
                ("secret", models.CharField(blank=True, max_length=100)),
                ("confirm_hash", models.CharField(blank=True, max_length=64)),
                ("consent", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("unsubscribed_at", models.DateTimeField(null=True)),
                ("suppressed", models.CharField(blank=True, db_default="", max_length=20)),
                ("suppressed_at", models.DateTimeField(null=True)),
                ("confirmations_sent", models.PositiveSmallIntegerField(default=0)),
                ("last_confirmation_at", models.DateTimeField(null=True)),
                (
                    "groups",
                    ArrayField(
                        base_field=models.CharField(max_length=100),
                        db_default=models.Value([]),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "topics",
                    ArrayField(
                        base_field=models.CharField(max_length=20),
                        db_default=models.Value([]),
                        default=list,
                        size=None,
                    ),
                ),
                ("min_severity", models.PositiveSmallIntegerField(db_default=1, default=1)),
                ("paused_until", models.DateTimeField(null=True)),
                (
                    "is_choosy",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Q(  # type: ignore[arg-type] # the stubs know no Q here
                            ("components__len__gt", 0),
                            ("groups__len__gt", 0),
                            ("regions__len__gt", 0),
                            ("topics__len__gt", 0),
                            ("min_severity__gt", 1),
                            ("paused_until__isnull", False),
                            _connector="OR",
                        ),
                        output_field=models.BooleanField(),
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["channel", "audience", "language", "state", "id"],
                        name="storage_sub_channel_79a923_idx",
                    ),
                    models.Index(
                        condition=~models.Q(("confirm_hash", "")),
                        fields=["confirm_hash"],
                        name="confirmations_expected",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("is_choosy", False), ("state", "confirmed"), ("suppressed", "")
                        ),
                        fields=["channel", "audience", "language", "id"],
                        name="who_gets_everything",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("is_choosy", True), ("state", "confirmed"), ("suppressed", "")
                        ),
                        fields=["channel", "audience", "language", "id"],
                        name="who_chose",
                    ),
                    models.Index(
                        Lower("address"), models.F("channel"), name="subscribers_by_address"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("channel", "address", "audience"), name="one_subscriber_an_address"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                column_id(),
                ("channel", models.CharField(max_length=30)),
                ("address_hash", models.CharField(max_length=64)),
                ("reason", models.CharField(max_length=30)),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=100)),
                ("since", models.DateTimeField()),
                ("subscriber_id", models.BigIntegerField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("channel", "address_hash"), name="one_suppression_an_address"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Asking",
            fields=[
                column_id(),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("purpose", models.CharField(max_length=20)),
                ("channel", models.CharField(max_length=30)),
                ("address", models.CharField(max_length=2000)),
                ("wish", models.JSONField(default=dict)),
                ("asked_at", models.DateTimeField()),
                ("subscriber_id", models.BigIntegerField(null=True)),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("code_sent_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("session_hash", models.CharField(blank=True, max_length=64)),
                ("session_until", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["asked_at"], name="askings_by_age"),
                    models.Index(
                        condition=~models.Q(("session_hash", "")),
                        fields=["session_hash"],
                        name="managing_sessions",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AskedCount",
            fields=[
                column_id(),
                ("name", models.CharField(max_length=64)),
                ("since", models.DateTimeField()),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["since"], name="counts_by_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("name", "since"), name="one_count_a_window")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProviderAccountRow",
            fields=[
                column_id(),
                ("name", models.CharField(max_length=50, unique=True)),
                ("kind", models.CharField(max_length=50)),
                ("channel", models.CharField(max_length=30)),
                ("settings", models.JSONField(default=dict)),
                ("sealed_secrets", models.TextField(blank=True)),
                ("weight", models.PositiveSmallIntegerField(default=100)),
                ("rate_per_second", models.FloatField(null=True)),
                ("enabled", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("canary_address", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ProviderStanding",
            fields=[
                reference(
                    "account", "provideraccountrow", "standing", on_delete=models.CASCADE, **AS_KEY
                ),
                ("circuit", models.CharField(default="closed", max_length=10)),
                ("share", models.PositiveSmallIntegerField(default=0)),
                ("share_moved_at", models.DateTimeField(null=True)),
                ("last_move", models.SmallIntegerField(default=0)),
                ("reversed_at", models.DateTimeField(null=True)),
                ("failures_in_row", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField(null=True)),
                ("probe_at", models.DateTimeField(null=True)),
                ("probes", models.PositiveSmallIntegerField(default=0)),
                ("note", models.JSONField(default=dict)),
                ("window", models.JSONField(default=dict)),
                ("last_accepted_at", models.DateTimeField(null=True)),
                ("last_failure", models.CharField(blank=True, max_length=300)),
                ("canary_sent_at", models.DateTimeField(null=True)),
                ("canary_token", models.CharField(blank=True, max_length=64)),
                ("canary_seen_at", models.DateTimeField(null=True)),
                ("canary_late", models.BooleanField(default=False)),
                ("test", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="ProviderPace",
            fields=[
                reference(
                    "account", "provideraccountrow", "pace", on_delete=models.CASCADE, **AS_KEY
                ),
                ("next_free_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                column_id(),
                reference("rendition", "renditionrow", "dispatch", kind=models.OneToOneField),
                ("digest", models.CharField(max_length=64)),
                ("channel", models.CharField(max_length=30)),
                ("recipients", models.PositiveIntegerField()),
                ("planned_at", models.DateTimeField()),
                ("useful_until", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("priority", models.IntegerField(db_default=0, default=0)),
                ("paused_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("steered_by", models.CharField(blank=True, db_default="", max_length=100)),
                ("steering_reason", models.CharField(blank=True, db_default="", max_length=300)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_at", None)),
                        fields=["id"],
                        name="dispatches_under_way",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                column_id(),
                reference("dispatch", "dispatch", "batches"),
                ("members", ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("run", models.PositiveIntegerField(default=0)),
                ("mark", models.PositiveIntegerField(default=0)),
                ("started", models.PositiveIntegerField(default=0)),
                ("repeated", models.PositiveIntegerField(default=0)),
                ("retry_run", models.PositiveIntegerField(default=0)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("number", models.PositiveIntegerField(db_default=0, default=0)),
                ("first_id", models.BigIntegerField(db_default=0, default=0)),
                ("last_id", models.BigIntegerField(db_default=0, default=0)),
                ("account", models.CharField(blank=True, db_default="", max_length=50)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=~models.Q(("state", "done")),
                        fields=["id"],
                        name="batches_not_done",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliveryException",
            fields=[
                column_id(),
                reference("batch", "batch", "exceptions"),
                ("subscriber_id", models.BigIntegerField()),
                ("state", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=30)),
                ("detail", models.CharField(blank=True, max_length=500)),
                ("code", models.CharField(blank=True, max_length=20)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("doubtful", models.PositiveSmallIntegerField(default=0)),
                ("next_attempt_at", models.DateTimeField(null=True)),
                ("account", models.CharField(blank=True, db_default="", max_length=50)),
                ("at", models.DateTimeField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "sending"])),
                        fields=["batch", "next_attempt_at"],
                        name="deliveries_to_retry",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "subscriber_id"), name="one_exception_a_recipient"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchReceipts",
            fields=[
                reference("batch", "batch", "receipts", **AS_KEY),
                ("delivered", models.BinaryField()),
                ("count", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ProviderEvent",
            fields=[
                column_id(),
                ("account", models.CharField(max_length=50)),
                ("event_key", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=20)),
                ("text_id", models.BigIntegerField(null=True)),
                ("subscriber_id", models.BigIntegerField(null=True)),
                ("happened_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("code", models.CharField(blank=True, max_length=40)),
                ("detail", models.CharField(blank=True, max_length=500)),
                ("fault", models.CharField(blank=True, max_length=10)),
                ("waiting", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["text_id", "subscriber_id"], name="storage_pro_text_id_012645_idx"
                    ),
                    models.Index(
                        condition=models.Q(("kind", "bounced")),
                        fields=["subscriber_id", "happened_at"],
                        name="bounces_of_a_subscriber",
                    ),
                    models.Index(
                        condition=models.Q(("waiting", True)),
                        fields=["id"],
                        name="receipts_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("fault", "ours")),
                        fields=["received_at"],
                        name="refusals_of_us",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "event_key"), name="one_event_a_key")
                ],
            },
        ),
    ]
