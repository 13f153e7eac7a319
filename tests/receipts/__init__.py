"""What comes back: receipts, bounces, complaints, and who is left in peace because of it."""

from __future__ import annotations
