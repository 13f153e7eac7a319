"""What is refused about pages for one audience, in Japanese."""

from __future__ import annotations

from collections.abc import Mapping

CLOSED: Mapping[str, str] = {
    "There is no such page.": "該当するページがありません。",
    "This link does not work any more.": "このリンクは無効です。",
    "Ask for a new one.": "新しいリンクをお申し込みください。",
    "This is neither a mail address nor a domain.": (
        "メールアドレスまたはドメインの形式ではありません。"
    ),
    "Write rin@partner.example, or @partner.example for everybody there.": (
        "「rin@partner.example」、またはドメイン全体を指す「@partner.example」の形で"
        "入力してください。"
    ),
    "Anybody can get an address at {domain}.": (
        "{domain}のアドレスは誰でも取得できるため、ドメイン単位では招待できません。"
    ),
    "Invite each address by itself.": "アドレスごとに招待してください。",
    "Nobody of this name is invited.": "該当する招待がありません。",
    "Look at the list.": "一覧を確認してください。",
    "You have five addresses for this page already.": (
        "このページのフィード用URLは、すでに上限の5件です。"
    ),
    "End one of them first.": "いずれかを無効にしてから、発行してください。",
    "There is no such address.": "該当するURLがありません。",
    "Texts written for “{audience}” alone would stand on the public pages.": (
        "「{audience}」限定の文面が、公開ページに表示されてしまいます。"
    ),
    "Leave “audience: {audience}” with its page, or let the action paths tell "
    "another audience on the public page first.": (
        "ページの「audience: {audience}」をそのまま残すか、対応フローで公開ページに"
        "掲載する配信先を別のものにしてください。"
    ),
}
