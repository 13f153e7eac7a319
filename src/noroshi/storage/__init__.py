"""The Django app that keeps everything: models and migrations are private to it.

Plain functions take and return domain values; no model, queryset or lazy relation leaves.
"""

from __future__ import annotations
