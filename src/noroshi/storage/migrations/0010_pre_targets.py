from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("storage", "0009_pre_subscriptions")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="PageEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page", models.CharField(max_length=100, unique=True)),
                ("version", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("sums", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="PageTargetRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    models.UniqueConstraint(fields=["page", "target"], name="one_row_a_page_target")
                ],
            },
        ),
    ]
