"""The demo's mailbox on the screen: what readers got, as they see it and as it was sent."""

from __future__ import annotations
