import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0005_pre_postings"),
    ]

    operations = [
        migrations.AddField(
            model_name="messagerow",
            name="corrects",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="storage.messagerow",
            ),
        ),
        migrations.AddField(
            model_name="renditionrow",
            name="corrected_at",
            field=models.DateTimeField(null=True),
        ),
    ]
