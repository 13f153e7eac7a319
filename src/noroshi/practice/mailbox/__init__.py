"""A mailbox that takes every mail by SMTP and shows it in the browser; for demos and drills."""

from __future__ import annotations
