"""``python -m noroshi`` and the command ``noroshi``."""

from __future__ import annotations

from noroshi.bootstrap.installation import Here
from noroshi.cli.main import run


def main() -> None:
    """Run the command line on the installation of this machine."""
    run(Here())


if __name__ == "__main__":
    main()
