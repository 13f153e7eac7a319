from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

_ID = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("storage", "0010_pre_targets")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="FeedbackRow",
            fields=[
                _ID,
                ("message", models.PositiveIntegerField(default=0)),
                ("clear", models.BooleanField(null=True)),
                ("sender", models.CharField(max_length=64)),
                ("page", models.CharField(max_length=100)),
                ("language", models.CharField(max_length=10)),
                ("comment", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="storage.incidentrow",
                    ),
                ),
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
                _ID,
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
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="storage.incidentrow",
                    ),
                ),
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
    ]
