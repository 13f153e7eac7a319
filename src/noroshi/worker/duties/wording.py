"""The fixed words around approved texts, and whole notices to colleagues."""

from __future__ import annotations

from collections.abc import Mapping

from noroshi.domain.language import Localised

FRAME: Mapping[str, Mapping[str, str]] = {
    "en": {
        "scope": "{place}: {status}",
        "reason": "You get this because you subscribed to updates about {place}.",
        "sent": "Sent {at}, {message}.",
        "comma": ", ",
    },
    "ja": {
        "scope": "{place}：{status}",
        "reason": "このメールは、{place}に関するお知らせの配信をご登録いただいた方にお送りしています。",
        "sent": "{at} 送信（{message}）",
        "comma": "・",
    },
}

STATUS_WORDS: Mapping[str, Localised] = {
    "operational": {"en": "operational", "ja": "正常"},
    "degraded_performance": {"en": "degraded performance", "ja": "性能低下"},
    "partial_outage": {"en": "partial outage", "ja": "一部障害"},
    "major_outage": {"en": "major outage", "ja": "全面障害"},
    "under_maintenance": {"en": "under maintenance", "ja": "メンテナンス中"},
}

TO_THE_PAGE: Localised = {"en": "Read it on the status page", "ja": "稼働状況ページで見る"}

# The Japanese time stands alone on its line: Markdown ends no bold between ） and a letter.
NOTICES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "approval_asked": {
        "en": {
            "subject": "Please approve: {whole}",
            "body": "The texts of {whole} wait for your approval.\n\n"
            "**{title}**\n\nThe link opens the exact words. It approves nothing by itself.",
            "label": "Read and decide",
        },
        "ja": {
            "subject": "【承認依頼】{whole}",
            "body": "{whole}が承認待ちです。\n\n**{title}**\n\n"
            "リンク先で、実際に送信される文面をご確認のうえ、承認または差し戻しを行ってください。",
            "label": "文面を確認する",
        },
    },
    "all_approved": {
        "en": {
            "subject": "Approved: {whole} can be published",
            "body": "Every text of {whole} is approved.\n\n**{title}**\n\n{goes_out}",
            "label": "{open}",
        },
        "ja": {
            "subject": "【承認完了】{whole}を公開できます",
            "body": "{whole}は、すべての文面が承認されました。\n\n**{title}**\n\n{goes_out}",
            "label": "{open}",
        },
    },
    "rejected": {
        "en": {
            "subject": "Rejected: {whole} needs a change",
            "body": "An approver sent {whole} back, with a reason."
            "\n\n**{title}**\n\nMend the text and ask again.",
            "label": "Read the reason",
        },
        "ja": {
            "subject": "【差し戻し】{whole}の修正をお願いします",
            "body": "{whole}が、理由を添えて差し戻されました。\n\n"
            "**{title}**\n\n文面を修正し、改めて承認を依頼してください。",
            "label": "差し戻しの理由を確認する",
        },
    },
    "promise_remind": {
        "en": {
            "subject": "Incident {number}: the next update is due by {due}",
            "body": "Customers were promised an update by **{due}**.\n\n**{title}**\n\n"
            "Write one even if nothing is new: say so, and promise the next.",
            "label": "Open the incident",
        },
        "ja": {
            "subject": "【期限間近】インシデント{number} 次回のお知らせは{due}まで",
            "body": "次回のお知らせを公開する時刻を、お客さまにお約束しています。\n\n**{title}**\n\n"
            "期限：**{due}**\n\n"
            "状況に変化がない場合も、その旨と次回のお知らせの時刻をお伝えください。",
            "label": "インシデントを開く",
        },
    },
    "promise_escalate": {
        "en": {
            "subject": "Overdue: incident {number} owes an update since {due}",
            "body": "The update promised for **{due}** has not gone out.\n\n**{title}**\n\n"
            "You are called because the plan names you next.",
            "label": "Open the incident",
        },
        "ja": {
            "subject": "【期限超過】インシデント{number} {due}までのお知らせが未公開です",
            "body": "お客さまにお約束したお知らせが、まだ公開されていません。\n\n**{title}**\n\n"
            "期限：**{due}**\n\n"
            "プランで次の連絡先に指定されているため、ご連絡しています。",
            "label": "インシデントを開く",
        },
    },
    "report_due": {
        "en": {
            "subject": "Incident {number}: the final report is due by {due}",
            "body": "The final report must be out by **{due}**.\n\n**{title}**",
            "label": "Open the report",
        },
        "ja": {
            "subject": "【期限のお知らせ】インシデント{number} 最終報告は{due}まで",
            "body": "最終報告がまだ公開されていません。\n\n**{title}**\n\n期限：**{due}**",
            "label": "最終報告を開く",
        },
    },
}
