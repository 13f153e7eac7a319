"""Where the sample company's plan lies: inside the installed package, or in the checkout."""

from __future__ import annotations

from pathlib import Path

import noroshi

SAMPLE = "kitsune-cloud"


def sample_directory() -> Path:
    """The directory of the sample plan, for the demo and for drills."""
    package = Path(noroshi.__file__).parent
    installed = package / "practice" / "plans" / SAMPLE
    return installed if installed.is_dir() else package.parents[1] / "plans" / SAMPLE
