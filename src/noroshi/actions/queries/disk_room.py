"""Whether there is room on the disk for something new (R5)."""

from __future__ import annotations

from noroshi.actions.context import Context
from noroshi.kernel.errors import NoRoom


def require_room(context: Context) -> None:
    """For what can be sent again later: signals, receipts, imports. Approved messages need none.

    Raises:
        NoRoom: what is left of the disk is for what was approved.
    """
    if context.room().is_narrow:
        raise NoRoom(
            {
                "en": "The disk of this installation is nearly full, so nothing new is taken in.",
                "ja": "ディスクの空き容量がほとんどないため、新規の受け付けを停止しています。",
            },
            way_out={
                "en": "Make room on it, then try again. What was approved still goes out.",
                "ja": "空き容量を増やしてから、もう一度お試しください。承認済みのお知らせの送信は続きます。",
            },
        )
