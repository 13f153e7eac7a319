"""The web entrance: parse a request, call one action or query, render."""

from __future__ import annotations
