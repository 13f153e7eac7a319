from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


def _id() -> tuple[str, models.Field[Any, Any]]:
    field = models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )
    return ("id", field)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("storage", "0011_pre_feedback")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="WatchedEarlier",
            fields=[
                _id(),
                ("component", models.CharField(max_length=100, unique=True)),
                ("since", models.DateTimeField()),
                ("source", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="CheckRow",
            fields=[
                _id(),
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
            name="ComponentHold",
            fields=[
                _id(),
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
            name="ImportedRow",
            fields=[
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="imported",
                        serialize=False,
                        to="storage.incidentrow",
                    ),
                ),
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
            name="CheckCoverage",
            fields=[
                _id(),
                ("day", models.DateField()),
                ("spans", models.JSONField()),
                (
                    "check_row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coverage",
                        to="storage.checkrow",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("check_row", "day"), name="one_coverage_a_day")
                ],
            },
        ),
    ]
