"""One module per screen: parse the request, call one action or query, render."""

from __future__ import annotations
