"""Refusals about receipts and suppressed addresses, in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

RECEIPTS: Final[Mapping[str, str]] = {
    "Choose “bounced” or “complained”.": "「bounced」または「complained」を選んでください。",
    "No provider reports to this address.": "このURLに報告する配信事業者はありません。",
    "Only they can come back, by subscribing themselves.": (
        "本人が改めて登録した場合に限り、再び送信できます。"
    ),
    "Say how you know.": "どのように確認したかを入力してください。",
    "Say why this address may be written to again.": (
        "このアドレスへの送信を再開する理由を入力してください。"
    ),
    "The body has more than {most} bytes.": "本文が{most}バイトを超えています。",
    "The owner of this address had their data erased.": (
        "このアドレスの所有者は、個人データの削除を請求しています。"
    ),
    "This address is not on the list any more.": (
        "このアドレスは、すでに送信停止リストから外れています。"
    ),
    "This address is not on the list.": "このアドレスは送信停止リストにありません。",
    "This call came before.": "この通知は受信済みです。",
    "Type the address.": "アドレスを入力してください。",
}
