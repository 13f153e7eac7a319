from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models


def _id() -> tuple[str, models.Field[Any, Any]]:
    field = models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )
    return ("id", field)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("storage", "0012_pre_checks")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="PageInvitation",
            fields=[
                _id(),
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
                _id(),
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
                        condition=~models.Q(token_hash=""),
                        fields=("token_hash",),
                        name="one_pass_a_token",
                    )
                ],
            },
        ),
    ]
