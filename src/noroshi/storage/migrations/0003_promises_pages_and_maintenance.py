"""Promises, status pages and their readers, what is watched, and planned work."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from noroshi.storage.migrations._columns import AS_KEY, column_id, reference


class Migration(migrations.Migration):
    dependencies: ClassVar = [("storage", "0002_subscribers_and_delivery")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="PromiseRow",
            fields=[
                column_id(),
                reference("incident", "incidentrow", "promises"),
                ("channel", models.CharField(max_length=30)),
                ("due_at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("state", models.CharField(default="open", max_length=20)),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("incident", "channel"),
                        name="one_open_promise_a_channel",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PromiseStep",
            fields=[
                column_id(),
                reference("promise", "promiserow", "steps"),
                ("step", models.CharField(max_length=50)),
                ("person", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("promise", "step"), name="each_step_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ComponentState",
            fields=[
                column_id(),
                ("component", models.CharField(max_length=100)),
                ("region", models.CharField(max_length=100)),
                ("incident_number", models.PositiveIntegerField()),
                ("status", models.CharField(max_length=30)),
                ("since", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("component", "region", "incident_number"), name="one_state_a_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ComponentChange",
            fields=[
                column_id(),
                ("component", models.CharField(max_length=100)),
                ("region", models.CharField(max_length=100)),
                ("status", models.CharField(max_length=30)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["component", "region", "at"], name="storage_com_compone_cb69a9_idx"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                column_id(),
                ("version", models.PositiveIntegerField(unique=True)),
                ("reason", models.CharField(max_length=200)),
                ("wanted_at", models.DateTimeField()),
                ("files", models.PositiveIntegerField(default=0)),
                ("verified_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, max_length=500)),
                ("message_id", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PageEdition",
            fields=[
                column_id(),
                ("page", models.CharField(max_length=100, unique=True)),
                ("version", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("sums", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="PageTargetRow",
            fields=[
                column_id(),
                ("page", models.CharField(max_length=100)),
                ("target", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=60)),
                ("state", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField(null=True)),
                ("verified_at", models.DateTimeField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("failing_since", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, max_length=500)),
                ("shown", models.PositiveIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("page", "target"), name="one_row_a_page_target")
                ],
            },
        ),
        migrations.CreateModel(
            name="PageInvitation",
            fields=[
                column_id(),
                ("page", models.CharField(max_length=100)),
                ("whom", models.CharField(max_length=320)),
                ("by", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("page", "whom"), name="invited_once_to_a_page")
                ],
            },
        ),
        migrations.CreateModel(
            name="PagePass",
            fields=[
                column_id(),
                ("page", models.CharField(max_length=100)),
                ("proof", models.CharField(max_length=10)),
                ("token_hash", models.CharField(blank=True, max_length=64)),
                ("address", models.CharField(blank=True, max_length=320)),
                ("person", models.CharField(blank=True, max_length=100)),
                ("language", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["until"], name="passes_by_end"),
                    models.Index(fields=["page", "address"], name="passes_by_reader"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=~models.Q(("token_hash", "")),
                        fields=("token_hash",),
                        name="one_pass_a_token",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ComponentHold",
            fields=[
                column_id(),
                ("component", models.CharField(max_length=100)),
                ("region", models.CharField(max_length=100)),
                ("origin", models.CharField(max_length=20)),
                ("source", models.CharField(blank=True, max_length=100)),
                ("status", models.CharField(max_length=30)),
                ("standing", models.CharField(max_length=20)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("by", models.CharField(max_length=100)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("component", "region", "origin", "source"),
                        name="one_hold_a_place_and_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckRow",
            fields=[
                column_id(),
                ("key", models.CharField(max_length=100)),
                ("component", models.CharField(max_length=100)),
                ("regions", ArrayField(base_field=models.CharField(max_length=100), size=None)),
                ("shape", models.CharField(max_length=64)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("patience", models.DurationField()),
                ("due_at", models.DateTimeField()),
                ("lease", models.CharField(blank=True, max_length=64)),
                ("leased_until", models.DateTimeField(null=True)),
                ("health", models.CharField(max_length=20)),
                ("health_since", models.DateTimeField(null=True)),
                ("results", models.JSONField(default=list)),
                ("certificate_until", models.DateTimeField(null=True)),
                ("warned_of", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["due_at"],
                        name="checks_by_turn",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("key",),
                        name="one_running_check_a_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckCoverage",
            fields=[
                column_id(),
                reference("check_row", "checkrow", "coverage", on_delete=models.CASCADE),
                ("day", models.DateField()),
                ("spans", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("check_row", "day"), name="one_coverage_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                reference("incident", "incidentrow", "imported", **AS_KEY),
                ("source", models.CharField(max_length=200)),
                ("external_id", models.CharField(max_length=200)),
                ("url", models.CharField(blank=True, max_length=500)),
                ("imported_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "external_id"), name="imported_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WatchedEarlier",
            fields=[
                column_id(),
                ("component", models.CharField(max_length=100, unique=True)),
                ("since", models.DateTimeField()),
                ("source", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackRow",
            fields=[
                column_id(),
                reference("incident", "incidentrow", "feedback"),
                ("message", models.PositiveIntegerField(default=0)),
                ("clear", models.BooleanField(null=True)),
                ("sender", models.CharField(max_length=64)),
                ("page", models.CharField(max_length=100)),
                ("language", models.CharField(max_length=10)),
                ("comment", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "message", "sender"), name="one_word_a_reader"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitmentRow",
            fields=[
                column_id(),
                reference("incident", "incidentrow", "commitments"),
                ("text", models.JSONField()),
                ("due", models.DateField()),
                ("first_due", models.DateField()),
                ("owner", models.CharField(blank=True, max_length=100)),
                ("made_by", models.CharField(max_length=100)),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.CharField(blank=True, max_length=100)),
                ("note", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["due"],
                        name="commitments_to_keep",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MaintenanceRow",
            fields=[
                reference("incident", "incidentrow", "maintenance", **AS_KEY),
                ("state", models.CharField(max_length=20)),
                ("details", models.JSONField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("zone", models.CharField(max_length=60)),
                (
                    "remind_before",
                    ArrayField(base_field=models.DurationField(), default=list, size=None),
                ),
                ("auto_start", models.BooleanField(default=True)),
                ("auto_end", models.BooleanField(default=False)),
                ("announced_starts_at", models.DateTimeField(null=True)),
                ("announced_ends_at", models.DateTimeField(null=True)),
                ("announced_zone", models.CharField(blank=True, max_length=60)),
                ("announced_at", models.DateTimeField(null=True)),
                ("begun_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("planned_by", models.CharField(max_length=100)),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="NoticeRow",
            fields=[
                reference("message", "messagerow", "notice", **AS_KEY),
                ("purpose", models.CharField(max_length=20)),
                ("ahead", models.DurationField(null=True)),
                ("until", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ClockStep",
            fields=[
                column_id(),
                reference("incident", "incidentrow", "steps"),
                ("step", models.CharField(max_length=60)),
                ("person", models.CharField(blank=True, max_length=100)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "step"), name="each_clock_step_once"
                    )
                ],
            },
        ),
    ]
