"""Addresses that nothing is sent to, what came back lately, and refusals because of us."""

from __future__ import annotations
