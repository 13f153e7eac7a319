"""The incident room, approvals, the final report and the review."""

from __future__ import annotations
