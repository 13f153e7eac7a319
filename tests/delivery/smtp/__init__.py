"""The pipelined SMTP client against servers that misbehave, and against real ones."""

from __future__ import annotations
