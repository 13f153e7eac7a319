"""For readers: ask for messages, prove whose address it is, and manage what one gets."""

from __future__ import annotations
