"""Refusals of subscribing in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SUBSCRIBING: Final[Mapping[str, str]] = {
    "We do not send messages this way.": "この方法での配信は行っていません。",
    "This is not the address of an incoming webhook of {service}.": (
        "{service}のIncoming WebhookのURLではありません。"
    ),
    "Copy it from {service}, where the webhook was made.": (
        "{service}でWebhookを作成したときに表示されたURLを貼り付けてください。"
    ),
    "We do not send text messages to this country.": (
        "この国・地域の番号にはSMSを送信していません。"
    ),
    "Choose another way to be told.": "別の受け取り方法を選択してください。",
    "This browser gave no address for notices.": "ブラウザーから通知の宛先を取得できませんでした。",
    "Allow notices for this site and try again, or choose another way to be told.": (
        "このサイトの通知を許可してもう一度お試しいただくか、別の受け取り方法を選択してください。"
    ),
    "Choose a group of this page.": "このページにあるグループを選択してください。",
    "There is no such time zone.": "指定されたタイムゾーンはありません。",
    "This is not the code, or it does not work any more.": (
        "コードが正しくないか、すでに使えなくなっています。"
    ),
    "Type the newest one. After five tries, or ten minutes, ask for another.": (
        "最新のコードを入力してください。5回間違えた場合、または10分を過ぎた場合は、"
        "もう一度お申し込みください。"
    ),
    "Your half hour is over, or you have not typed a code yet.": (
        "30分を過ぎたため終了したか、コードがまだ入力されていません。"
    ),
    "Ask for a code once more.": "もう一度コードを依頼してください。",
    "Choose a day to come.": "明日以降の日付を選択してください。",
    "There is no such kind of message.": "指定された種類のお知らせはありません。",
    "There is no such severity.": "指定された重大度はありません。",
    "This is not a day.": "日付の形式が正しくありません。",
    "Tick that you are sure: this cannot be undone.": (
        "元に戻せないことをご確認のうえ、チェックを入れてください。"
    ),
    "There is no such page.": "ページが見つかりません。",
    "One incident alone cannot be subscribed to here.": (
        "1件の障害のみを対象とした登録はできません。"
    ),
    "Name a component, or leave incident_id out to hear of everything.": (
        "サービスを指定するか、incident_idを省略してください（省略した場合はすべてのお知らせが届きます）。"
    ),
    "The body is not JSON.": "本文がJSONではありません。",
    "The body names no subscriber.": "本文に登録者が指定されていません。",
}
