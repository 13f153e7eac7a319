"""Amazon SES, by way of Amazon SNS."""

from __future__ import annotations
