"""A small plan on disk that each test bends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planfile.workshop import Workshop


@pytest.fixture
def plan(tmp_path: Path) -> Workshop:
    """A complete small plan without findings: one language, one page, one scenario."""
    return Workshop(tmp_path / "plan")
