"""What colleagues are written about planned work and about texts with a set time."""

from __future__ import annotations

from collections.abc import Mapping

CLOCK_NOTICES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "clock_not_announced": {
        "en": {
            "subject": "Maintenance {number} begins at {begins} and nobody was told",
            "body": "Planned work begins at **{begins}**, and it has not been announced.\n\n"
            "**{title}**\n\nAnnounce it now, give it another window, or cancel it. "
            "It will not begin by itself while nobody knows of it.",
            "label": "Open the maintenance",
        },
        "ja": {
            "subject": "【要対応】メンテナンス{number}が未告知です（{begins}開始）",
            "body": "開始予定が近づいていますが、まだお客さまに告知されていません。\n\n**{title}**\n\n"
            "開始予定：**{begins}**\n\n"
            "告知するか、日時を変更するか、中止してください。告知前に自動で開始することはありません。",
            "label": "メンテナンスを開く",
        },
    },
    "clock_begin": {
        "en": {
            "subject": "Maintenance {number}: it is time to begin",
            "body": "Customers were told that this work begins at **{begins}**.\n\n**{title}**\n\n"
            "The plan leaves it to a person to begin it.",
            "label": "Open the maintenance",
        },
        "ja": {
            "subject": "【開始時刻】メンテナンス{number}を開始してください",
            "body": "お客さまに告知した開始時刻になりました。\n\n**{title}**\n\n開始予定：**{begins}**\n\n"
            "このメンテナンスは、担当者の操作で開始します。",
            "label": "メンテナンスを開く",
        },
    },
    "clock_not_begun": {
        "en": {
            "subject": "Maintenance {number} was not begun in its window",
            "body": "The window ended at **{ends}**, and the work was not begun.\n\n**{title}**\n\n"
            "Give it another window, or cancel it: the page still announces it.",
            "label": "Open the maintenance",
        },
        "ja": {
            "subject": "【要対応】メンテナンス{number}が開始されませんでした",
            "body": "予定の時間帯が終わりましたが、メンテナンスは開始されていません。\n\n**{title}**\n\n"
            "終了予定：**{ends}**\n\n"
            "ページには予定が残っています。日時を変更するか、中止してください。",
            "label": "メンテナンスを開く",
        },
    },
    "clock_ending": {
        "en": {
            "subject": "Maintenance {number} is to end by {ends}",
            "body": "Customers were told that the work ends by **{ends}**.\n\n**{title}**\n\n"
            "End it when it is done. If it takes longer, extend it now: the page and a notice "
            "then say so before the time has passed.",
            "label": "Open the maintenance",
        },
        "ja": {
            "subject": "【終了予定間近】メンテナンス{number}（{ends}まで）",
            "body": "お客さまに告知した終了予定が近づいています。\n\n**{title}**\n\n終了予定：**{ends}**\n\n"
            "作業が完了したら終了の操作を行ってください。長引く場合は、予定の時刻を過ぎる前に"
            "延長すると、ページとお知らせで新しい終了予定をお伝えできます。",
            "label": "メンテナンスを開く",
        },
    },
    "clock_overrun": {
        "en": {
            "subject": "Maintenance {number} goes on past its end, {ends}",
            "body": "The work was to end by **{ends}** and has not ended. The page says so.\n\n"
            "**{title}**\n\nEnd it, or tell customers a new end. "
            "You are called because the plan names you next.",
            "label": "Open the maintenance",
        },
        "ja": {
            "subject": "【終了予定超過】メンテナンス{number}（{ends}終了予定）",
            "body": "終了予定を過ぎていますが、メンテナンスが終了していません。"
            "ページにもその旨を表示しています。\n\n**{title}**\n\n終了予定：**{ends}**\n\n"
            "終了するか、新しい終了予定をお客さまにお伝えください。"
            "プランで次の連絡先に指定されているため、ご連絡しています。",
            "label": "メンテナンスを開く",
        },
    },
    "clock_not_ready": {
        "en": {
            "subject": "A text that is to go out at {goes_out} cannot go out yet",
            "body": "{Whole} is set to go out at **{goes_out}**. "
            "Not everything is ready for it: {holds}\n\n**{title}**",
            "label": "See what is missing",
        },
        "ja": {
            "subject": "【要対応】{goes_out}公開予定の文面が準備できていません",
            "body": "{whole}は、まもなく公開の予定ですが、準備ができていません。\n\n"
            "**{title}**\n\n公開予定：**{goes_out}**\n\n理由：{holds}",
            "label": "不足している点を確認する",
        },
    },
    "clock_not_published": {
        "en": {
            "subject": "A text did not go out at its time",
            "body": "{Whole} was set to go out and did not. Nothing was sent. "
            "The log says why; publish it by hand or set another time.\n\n**{title}**",
            "label": "Open it",
        },
        "ja": {
            "subject": "【要対応】予約した文面を公開できませんでした",
            "body": "{whole}は、予定の時刻に公開できませんでした。送信は行われていません。"
            "\n\n**{title}**\n\n"
            "理由はログで確認できます。手動で公開するか、日時を設定し直してください。",
            "label": "開く",
        },
    },
}
