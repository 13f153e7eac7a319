"""Prometheus Alertmanager, webhook version 4."""

from __future__ import annotations
