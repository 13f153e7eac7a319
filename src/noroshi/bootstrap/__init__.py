"""Wires everything: the only place that names concrete things and reads the settings."""

from __future__ import annotations
