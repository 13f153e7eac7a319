import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0004_pre_guardrail_overrides"),
    ]

    operations = [
        migrations.CreateModel(
            name="PostingRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("owed_at", models.DateTimeField()),
                ("posted_at", models.DateTimeField(null=True)),
                ("posted_by", models.CharField(blank=True, max_length=100)),
                ("address", models.CharField(blank=True, max_length=500)),
                (
                    "rendition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posting",
                        to="storage.renditionrow",
                    ),
                ),
            ],
        ),
    ]
