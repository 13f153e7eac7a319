from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("storage", "0009_pre_subscriptions")]
    operations: ClassVar = []
