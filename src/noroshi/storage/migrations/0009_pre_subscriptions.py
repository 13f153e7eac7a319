from __future__ import annotations

from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("storage", "0008_pre_maintenance")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="AskedCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
            name="Asking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        condition=models.Q(("session_hash", ""), _negated=True),
                        fields=["session_hash"],
                        name="managing_sessions",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="subscriberrow",
            name="groups",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=100),
                db_default=models.Value([]),
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="subscriberrow",
            name="topics",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                db_default=models.Value([]),
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="subscriberrow",
            name="min_severity",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="subscriberrow",
            name="paused_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="subscriberrow",
            name="address",
            field=models.CharField(max_length=2000),
        ),
        migrations.AddField(
            model_name="subscriberrow",
            name="is_choosy",
            field=models.GeneratedField(
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
        migrations.RemoveIndex(model_name="subscriberrow", name="whom_to_write_to"),
        migrations.AddIndex(
            model_name="subscriberrow",
            index=models.Index(
                condition=models.Q(
                    ("is_choosy", False), ("state", "confirmed"), ("suppressed", "")
                ),
                fields=["channel", "audience", "language", "id"],
                name="who_gets_everything",
            ),
        ),
        migrations.AddIndex(
            model_name="subscriberrow",
            index=models.Index(
                condition=models.Q(("is_choosy", True), ("state", "confirmed"), ("suppressed", "")),
                fields=["channel", "audience", "language", "id"],
                name="who_chose",
            ),
        ),
    ]
