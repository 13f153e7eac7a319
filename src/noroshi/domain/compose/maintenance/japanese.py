"""Notices of planned work in Japanese, as a Japanese company writes them."""

from __future__ import annotations

from collections.abc import Mapping

from noroshi.domain.maintenance import Purpose

SUBJECTS: Mapping[Purpose, str] = {
    Purpose.ANNOUNCE: "【メンテナンスのお知らせ】{{ title }}",
    Purpose.REMIND: "【再掲】メンテナンスのお知らせ：{{ title }}",
    Purpose.START: "【メンテナンス開始】{{ title }}",
    Purpose.UPDATE: "【メンテナンス中】{{ title }}",
    Purpose.OVERRUN: "【メンテナンス終了の遅れ】{{ title }}",
    Purpose.END: "【メンテナンス終了】{{ title }}",
    Purpose.CHANGE: "【メンテナンス日時の変更】{{ title }}",
    Purpose.EXTEND: "【メンテナンス時間の延長】{{ title }}",
    Purpose.CANCEL: "【メンテナンスの中止】{{ title }}",
}

_WINDOW = "- 開始：{{ starts_at }}\n- 終了予定：{{ ends_at }}"
_MORE = "最新の状況は、次のページでご確認いただけます：<{{ page_url }}>"

BODIES: Mapping[Purpose, str] = {
    Purpose.ANNOUNCE: "{{ components }}（{{ regions }}）につきまして、下記の日時にメンテナンスを"
    "実施いたします。ご不便をおかけし、申し訳ございません。\n\n"
    f"{_WINDOW}\n\n{{{{ details }}}}\n\n{_MORE}",
    Purpose.REMIND: "先日お知らせしました{{ components }}（{{ regions }}）のメンテナンスを、下記の"
    "日時に実施いたします。ご不便をおかけし、申し訳ございません。\n\n"
    f"{_WINDOW}\n\n{{{{ details }}}}\n\n{_MORE}",
    Purpose.START: "{{ components }}（{{ regions }}）のメンテナンスを開始いたしました。終了予定は"
    "{{ ends_at }}です。ご不便をおかけし、申し訳ございません。\n\n"
    f"{{{{ details }}}}\n\n終了しましたら、改めてお知らせいたします。{_MORE}",
    Purpose.UPDATE: "{{ components }}（{{ regions }}）のメンテナンスにより、ご不便をおかけし、"
    f"申し訳ございません。\n\n{{{{ news }}}}\n\n{_MORE}",
    Purpose.OVERRUN: "{{ components }}（{{ regions }}）のメンテナンスは、終了予定の{{ ends_at }}を"
    "過ぎて継続しております。ご不便をおかけし、誠に申し訳ございません。\n\n"
    "{{ details }}\n\n新しい終了予定が決まり次第、または終了しましたら、改めてお知らせいたします。"
    f"{_MORE}",
    Purpose.END: "{{ components }}（{{ regions }}）のメンテナンスは終了いたしました。ご不便をおかけし、"
    f"申し訳ございませんでした。\n\n{_MORE}",
    Purpose.CHANGE: "先にお知らせしました{{ components }}（{{ regions }}）のメンテナンスの日時を変更"
    "いたします。ご予定をいただいていた皆さまには、ご迷惑をおかけし、申し訳ございません。\n\n"
    "- 変更後の開始：{{ starts_at }}\n- 変更後の終了予定：{{ ends_at }}\n"
    "- 変更前：{{ old_starts_at }}から{{ old_ends_at }}まで\n\n"
    f"{{{{ details }}}}\n\n{_MORE}",
    Purpose.EXTEND: "{{ components }}（{{ regions }}）のメンテナンスの終了予定を変更いたします。"
    "ご不便をおかけし、誠に申し訳ございません。\n\n"
    "- 変更後の終了予定：{{ ends_at }}\n- 変更前の終了予定：{{ old_ends_at }}\n\n"
    f"{{{{ details }}}}\n\n{_MORE}",
    Purpose.CANCEL: "先にお知らせしました{{ components }}（{{ regions }}）のメンテナンスは、実施を"
    "見合わせます。ご準備をいただいていた皆さまには、ご迷惑をおかけし、申し訳ございません。\n\n"
    "- 予定していた開始：{{ old_starts_at }}\n- 予定していた終了：{{ old_ends_at }}\n\n"
    f"新しい日時が決まりましたら、改めてお知らせいたします。{_MORE}",
}
