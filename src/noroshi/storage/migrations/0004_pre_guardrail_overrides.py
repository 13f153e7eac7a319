import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0003_pre_voided_approvals_and_ended_signals"),
    ]

    operations = [
        migrations.CreateModel(
            name="OverrideRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=100)),
                ("fingerprint", models.CharField(max_length=64)),
                ("found", models.TextField(blank=True)),
                ("reason", models.TextField()),
                ("person", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "rendition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overrides",
                        to="storage.renditionrow",
                    ),
                ),
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
    ]
