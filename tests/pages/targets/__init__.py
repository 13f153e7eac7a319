"""Every kind of target keeps the same promises, each against the real thing."""

from __future__ import annotations
