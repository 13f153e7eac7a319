from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("storage", "0010_pre_targets")]
    operations: ClassVar = []
