"""What is written to whoever asked for something about an address, until they have proven it."""

from __future__ import annotations

from collections.abc import Mapping

CONFIRM: Mapping[str, Mapping[str, str]] = {
    "en": {
        "subject": "Please confirm: updates from {company}",
        "body": (
            "Somebody, probably you, asked to get updates about {company} at this address.\n\n"
            "[Confirm the subscription]({url})\n\n"
            "The link works for 48 hours. If it was not you, do nothing: "
            "you will get no further mail."
        ),
        "reason": "This address was entered on the status page of {company}.",
        "label": "Status page",
    },
    "ja": {
        "subject": "【{company}】お知らせメールの配信登録のご確認",
        "body": (
            "{company}の稼働状況に関するお知らせについて、このメールアドレスで配信登録の"
            "お申し込みをいただきました。\n\n"
            "[配信登録を完了する]({url})\n\n"
            "リンクの有効期限は48時間です。お心当たりのない場合は、このメールを破棄してください。"
            "以後、メールはお送りしません。"
        ),
        "reason": "このメールは、{company}の稼働状況ページで入力されたアドレスにお送りしています。",
        "label": "稼働状況ページ",
    },
}

CONFIRM_NOTICE: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Confirm: notices from {company}",
        "body": "Open this to get notices in this browser. If it was not you, do nothing.",
    },
    "ja": {
        "title": "通知の登録を完了してください（{company}）",
        "body": "このブラウザーで通知を受け取るには、ここを開いてください。"
        "お心当たりのない場合は、何もする必要はありません。",
    },
}
"""The push message that stands for the mail with the link."""

CODE: Mapping[str, Mapping[str, str]] = {
    "subscribe": {
        "en": "{code} is your code to get messages of {company} here. It works for 10 minutes."
        " If you did not ask for it, do nothing.",
        "ja": "{company}のお知らせの登録コードは {code} です（10分間有効）。"
        "お心当たりのない場合は、破棄してください。",
    },
    "manage": {
        "en": "{code} is your code to change your subscription at {company}. It works for"
        " 10 minutes. If you did not ask for it, do nothing.",
        "ja": "{company}の登録内容を変更するためのコードは {code} です（10分間有効）。"
        "お心当たりのない場合は、破棄してください。",
    },
}
"""One or two text messages long in either language."""

CODE_TITLE: Mapping[str, str] = {
    "en": "Your code: {code}",
    "ja": "コード：{code}",
}

CODE_MAIL: Mapping[str, Mapping[str, str]] = {
    "en": {
        "subject": "{code} is your code – {company}",
        "body": (
            "Somebody wants to see or change the subscription of this address. If it is you, type"
            " this code on the page:\n\n"
            "**{code}**\n\n"
            "It works for 10 minutes. If it is not you, delete this mail: without the code nobody"
            " can change anything."
        ),
        "reason": "You get this because this address was typed on the status page of {company}.",
        "label": "Status page",
    },
    "ja": {
        "subject": "【{company}】登録内容の確認・変更用コード：{code}",
        "body": (
            "このメールアドレスの登録内容について、確認・変更のお申し込みがありました。"
            "ご本人の場合は、次のコードを画面に入力してください。\n\n"
            "**{code}**\n\n"
            "コードの有効期限は10分です。お心当たりのない場合は、このメールを破棄してください。"
            "コードがなければ、登録内容は変更されません。"
        ),
        "reason": "このメールは、{company}の稼働状況ページで入力されたアドレスにお送りしています。",
        "label": "稼働状況ページ",
    },
}
