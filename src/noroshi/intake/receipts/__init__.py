"""What providers tell us later: one folder for each of them, and its line in ``registry``."""

from __future__ import annotations
