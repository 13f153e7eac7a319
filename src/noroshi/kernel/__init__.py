"""The innermost ring: clock, ids, errors, secret. Standard library only."""

from __future__ import annotations
