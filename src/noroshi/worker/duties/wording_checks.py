"""What colleagues are written about what the built-in checks saw."""

from __future__ import annotations

from collections.abc import Mapping

CHECK_NOTICES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "certificate_ends": {
        "en": {
            "subject": "A certificate ends on {day}: {component}",
            "body": "The certificate that check **{check}** looks at ends on **{day}**.\n\n"
            "**{title}**\n\nRenew it before that day: afterwards the service fails for "
            "everybody who checks certificates. Customers see nothing of this yet.",
            "label": "Open the component",
        },
        "ja": {
            "subject": "【要対応】証明書の期限切れ予定 {day}（{component}）",
            "body": "監視 {check} の対象の証明書が、まもなく期限切れになります。\n\n"
            "**{title}**\n\n期限：**{day}**\n\n"
            "期限までに更新してください。期限が切れると、証明書を確認するすべての利用者が"
            "接続できなくなります。現時点で、お客さまへの表示に変更はありません。",
            "label": "コンポーネントを開く",
        },
    },
}
