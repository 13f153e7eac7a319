from __future__ import annotations

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("storage", "0007_pre_delivery")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="incidentrow",
            name="subject",
            field=models.CharField(db_default="incident", default="incident", max_length=20),
        ),
        migrations.AddField(
            model_name="incidentrow",
            name="entered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="messagerow",
            name="in_parallel",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="messagerow",
            name="publish_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="messagerow",
            name="scheduled_by",
            field=models.CharField(blank=True, db_default="", max_length=100),
        ),
        migrations.AddField(
            model_name="messagerow",
            name="display_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveConstraint(
            model_name="messagerow", name="one_message_in_work_an_incident"
        ),
        migrations.AddConstraint(
            model_name="messagerow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("in_parallel", False), ("state__in", ["draft", "in_approval"])),
                fields=("incident",),
                name="one_message_in_work_an_incident",
            ),
        ),
        migrations.AddIndex(
            model_name="messagerow",
            index=models.Index(
                condition=models.Q(("publish_at__isnull", False), ("published_at", None)),
                fields=["publish_at"],
                name="messages_for_the_clock",
            ),
        ),
        migrations.CreateModel(
            name="MaintenanceRow",
            fields=[
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="maintenance",
                        serialize=False,
                        to="storage.incidentrow",
                    ),
                ),
                ("state", models.CharField(max_length=20)),
                ("details", models.JSONField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("zone", models.CharField(max_length=60)),
                (
                    "remind_before",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DurationField(), default=list, size=None
                    ),
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
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="notice",
                        serialize=False,
                        to="storage.messagerow",
                    ),
                ),
                ("purpose", models.CharField(max_length=20)),
                ("ahead", models.DurationField(null=True)),
                ("until", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ClockStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=60)),
                ("person", models.CharField(blank=True, max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="storage.incidentrow",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="clockstep",
            constraint=models.UniqueConstraint(
                fields=("incident", "step"), name="each_clock_step_once"
            ),
        ),
    ]
