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


def require_room_for_readers(context: Context) -> None:
    """The same for what a reader asks for, in words for somebody who cannot make room.

    Never for leaving, for erasing or for the code by which either is done: these always work.

    Raises:
        NoRoom: what is left of the disk is for what was approved.
    """
    if context.room().is_narrow:
        raise NoRoom(
            {
                "en": "We cannot take new subscriptions at this moment.",
                "ja": "現在、新しいお申し込みを受け付けることができません。",
            },
            way_out={
                "en": "Please try again in an hour. Who is subscribed already is still written to.",
                "ja": "1時間ほど後にもう一度お試しください。すでにご登録の方への配信は続いています。",
            },
        )
