"""Twilio's status callbacks and incoming messages."""

from __future__ import annotations
