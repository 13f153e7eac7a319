"""How long a text is, in the unit of each channel (reference: the vendors named in each module)."""

from __future__ import annotations
