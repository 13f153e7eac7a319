"""The sample company's incident in compressed time, on a real installation."""

from __future__ import annotations
