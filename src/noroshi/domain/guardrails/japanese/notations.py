"""Words with more than one right notation, of which a text should use one. Data, not code.

The first form of each is the one of the government's guide to public writing (公用文作成の考え方,
2022), with the notations that companies use to their customers; it wins where a text uses two
equally often.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Form:
    """One notation. What stands around it (of fixed length before it) says that it is this word."""

    word: str
    before: str = ""
    not_before: str = ""
    after: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The notation, in its surroundings."""
        before = f"(?<={self.before})" if self.before else ""
        if self.not_before:
            before += f"(?<!{self.not_before})"
        after = f"(?={self.after})" if self.after else ""
        return re.compile(before + re.escape(self.word) + after)


def _forms(
    *words: str, before: str = "", not_before: str = "", after: str = ""
) -> tuple[Form, ...]:
    return tuple(
        Form(word=word, before=before, not_before=not_before, after=after) for word in words
    )


_KANA_VERB = "[ぁ-んァ-ヶ一-龠0-9]"

GROUPS: tuple[tuple[Form, ...], ...] = (
    _forms("お客さま", "お客様"),
    _forms("皆さま", "皆様", "みなさま", "みな様"),
    _forms("ください", "下さい"),
    _forms("くださ", "下さ", after="[るりっ]"),
    _forms("いたし", "致し", after="[まてた]"),
    _forms("いただ", "頂", before=_KANA_VERB, after="[きくけい]"),
    _forms("でき", "出来", not_before="[まに]", after="(?:ま|な|る(?!だけ)|ず|て|た)"),
    _forms("こと", "事", before="[るたいうくすつむぶぐぬな]", after="[がをはもにでとか。、]"),
    _forms("ため", "為", before="[るたいのうくす]", after="[、にの。で]"),
    _forms("ところ", "所", before="[るたの]", after="、"),
    _forms("とおり", "通り", before="[るたの]"),
    _forms("どおり", "通り", before="(?:通常|予定|以前|従来|平常|想定|計画)"),
    _forms("ほど", "程", before="の", after="(?:、|何卒|どうぞ|よろしく|お願い|お待ち)"),
    _forms("ごろ", "頃", before="[0-9０-９時分日月旬]"),
    _forms("ただいま", "只今"),
    _forms("すでに", "既に"),
    _forms("すべて", "全て"),
    _forms("さらに", "更に"),
    _forms("まだ", "未だ", after="(?!に)"),
    _forms("また", "又", after="、"),
    _forms("または", "又は"),
    _forms("および", "及び", not_before="[にもがはで]", after="[^また]"),
    _forms("ならびに", "並びに"),
    _forms("なお", "尚", after="、"),
    _forms("ただし", "但し", after="、"),
    _forms("直ちに", "ただちに"),
    _forms("あらかじめ", "予め"),
    _forms("改めて", "あらためて"),
    _forms("誠に", "まことに"),
    _forms("引き続き", "引続き", "ひきつづき"),
    _forms("よろしく", "宜しく"),
    _forms("お詫び", "おわび"),
    _forms("おかけ", "お掛け", before="[を便惑数労配]"),
    _forms("申し上げ", "申しあげ", "もうしあげ"),
    _forms("申し訳", "申しわけ", "もうしわけ"),
    _forms("問い合わせ", "問合せ", "問い合せ", "問合わせ"),
    _forms("申し込", "申込", after="[みむん]"),
    _forms("取り消し", "取消し"),
    _forms("切り替え", "切替え", "切りかえ", "切り換え"),
    _forms("打ち合わせ", "打合せ", "打ち合せ"),
    _forms("組み合わせ", "組合せ", "組み合せ"),
    _forms("読み込み", "読込み"),
    _forms("書き込み", "書込み"),
    _forms("取り扱い", "取扱い"),
    _forms("見積もり", "見積り"),
    _forms("入れ替え", "入替え", "入れ換え"),
    _forms("手続き", "手続", after="[がをはにのでも、。]"),
    _forms("障害", "障碍", "障がい", after="(?!者|児|の(?:ある|方|有無))"),
    _forms("箇所", "個所"),
    _forms("漏えい", "漏洩"),
    _forms("行い", "行ない", "おこない", after="[、また]"),
    _forms("行う", "行なう", "おこなう"),
    _forms("行って", "行なって", "おこなって"),
    _forms("分か", "わか", "判", before="[がはもにお]", after="(?:り|っ|ら|る)"),
    _forms("つきまして", "付きまして"),
    _forms("にかけて", "に掛けて"),
    _forms("一つ", "ひとつ", "1つ"),
    _forms("ログイン", "ログオン"),
    (Form(word="データ", after="(?!ー)"), Form(word="データー")),
    _forms("ウェブサイト", "Webサイト", "WEBサイト", "ウエブサイト"),
    _forms("メールアドレス", "メルアド", "Eメールアドレス"),
    _forms("インターフェース", "インターフェイス", "インタフェース"),
    _forms("ソフトウェア", "ソフトウエア"),
    _forms("ハードウェア", "ハードウエア"),
    _forms("ファイアウォール", "ファイヤーウォール", "ファイアーウォール", "ファイヤウォール"),
    _forms("メンテナンス", "メインテナンス"),
    _forms("シミュレーション", "シュミレーション"),
    _forms("コミュニケーション", "コミニュケーション"),
)
"""What a text may mix: each group is one word."""
