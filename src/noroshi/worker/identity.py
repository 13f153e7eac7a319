"""Under which number the job queue knows this process."""

from __future__ import annotations


class Identity:
    """``number`` is None until the process has begun to take work, and where none is taken."""

    def __init__(self) -> None:
        self.number: int | None = None

    def tell(self) -> int | None:
        """The number at this moment."""
        return self.number


IDENTITY = Identity()
"""Of this process."""
