"""The command line: parse, call one action or query, print."""

from __future__ import annotations
