"""Honorifics that say the same respect twice, or point it at the wrong person. Data, not code.

After the guidelines on honorifics of the Council for Cultural Affairs (敬語の指針, 2007). Doubled
forms that it calls established (お伺いする, お見えになる, お召し上がりになる) are not here.
"""

from __future__ import annotations

from noroshi.domain.guardrails.japanese.table import Entry
from noroshi.domain.guardrails.rule import Level
from noroshi.domain.language import Localised

_TWICE: Localised = {
    "en": "The respect is said twice: one honorific form is enough.",
    "ja": "二重敬語です。敬語は一つで足ります。",
}
_HUMBLE: Localised = {
    "en": "The verb is humble already: させていただく says it twice.",
    "ja": "謙譲語に「させていただく」を重ねています。",
}
_TITLE: Localised = {
    "en": "The title is respectful already: leave 様 out.",
    "ja": "役職名・組織名に敬称を重ねています。",
}
_CUSTOMER: Localised = {
    "en": "This form humbles the customer, whose deed it is.",
    "ja": "お客さまの動作に謙譲語を使っています。",
}
_ROUNDABOUT: Localised = {
    "en": "This is politer than polite: say it straight.",
    "ja": "丁寧語が重なっています。簡潔に書いてください。",
}
_FORMS = (("る", "る"), ("た", "った"), ("て", "って"), ("ま", "いま"), ("な", "らな"))
_DEEDS = (
    "利用|購入|注文|視聴|使用|入力|来店|参加|閲覧|予約|契約|確認|選択|記入|登録|連絡|返信|了承|理解|"
    "注意|参照|留意|相談|検討|対応|変更|設定|操作|協力|安心|容赦|遠慮"
)


def _respectful(stem: str) -> tuple[Entry, ...]:
    """おっしゃられる and so on: the stem without る, and られ too many."""
    return tuple(
        Entry(
            wrong=f"{stem}られ{after}",
            right=stem + (after if after == "る" else short),
            reason=_TWICE,
        )
        for after, short in _FORMS
    )


ENTRIES: tuple[Entry, ...] = (
    *_respectful("おっしゃ"),
    *_respectful("いらっしゃ"),
    *_respectful("召し上が"),
    *_respectful("くださ"),
    *(
        Entry(
            wrong=rf"((?:お|ご|御)[^\W\d_]{{1,6}}に)なられ{after}",
            right=rf"\1な{after if after == 'る' else short.replace('いま', 'りま')}",
            reason=_TWICE,
        )
        for after, short in _FORMS
    ),
    *(
        Entry(wrong=rf"お?({verb})させて(?:いただ|頂){end}", right=rf"\1{say}", reason=_HUMBLE)
        for verb in ("拝見", "拝読", "拝聴", "拝借", "拝受", "拝察", "拝承", "頂戴")
        for end, say in (("き(?=ま)", "いたし"), ("い(?=[たて])", "いたし"), ("く", "いたす"))
    ),
    *(
        Entry(wrong=f"お伺いさせて(?:いただ|頂){end}", right=say, reason=_HUMBLE)
        for end, say in (
            ("き(?=ま)", "お伺いし"),
            ("い(?=[たて])", "お伺いし"),
            ("く", "お伺いする"),
        )
    ),
    Entry(wrong="申し上げさせて(?:いただ|頂)き(?=ま)", right="申し上げ", reason=_HUMBLE),
    Entry(wrong="申し上げさせて(?:いただ|頂)い(?=[たて])", right="申し上げ", reason=_HUMBLE),
    Entry(wrong="伺わさせて", right="伺わせて", reason=_HUMBLE),
    Entry(wrong="各位(?:様|さま|殿)", right="各位", reason=_TITLE),
    Entry(wrong="御中(?:様|さま|殿)", right="御中", reason=_TITLE),
    Entry(wrong="(?:様|さま)[ \u3000]?御中", right="御中", reason=_TITLE),
    Entry(wrong="(様|さま)(?:様|さま)(?![なでざ])", right=r"\1", reason=_TITLE),
    Entry(
        wrong="(代表取締役|取締役|社長|会長|部長|課長|係長|店長|支店長|本部長|室長|所長|工場長)(?:様|さま|殿)",
        right=r"\1",
        reason=_TITLE,
    ),
    Entry(wrong="ご(貴社|貴店|御社|貴校|貴殿)", right=r"\1", reason=_TITLE),
    Entry(wrong="(貴社|御社|貴店)(?:様|さま)", right=r"\1", reason=_TITLE),
    Entry(wrong=f"(ご(?:{_DEEDS}))してください", right=r"\1ください", reason=_CUSTOMER),
    Entry(wrong=f"(ご(?:{_DEEDS}))して(?:いただ|頂)", right=r"\1いただ", reason=_CUSTOMER),
    Entry(
        wrong="(ご(?:利用|購入|注文|視聴|使用|入力|来店|参加|閲覧|予約))(?:でき|出来)",
        right=r"\1いただけ",
        after="な|る|ま|て|た|ず",
        reason=_CUSTOMER,
        level=Level.HINT,
    ),
    Entry(
        wrong="(いただけ|ござい|おり|でき|くださり)ますでしょうか",
        right=r"\1ますか",
        reason=_ROUNDABOUT,
        level=Level.HINT,
    ),
    Entry(wrong="でございますです", right="でございます", reason=_ROUNDABOUT),
    Entry(wrong="ましたです", right="ました", reason=_ROUNDABOUT),
)
"""Earlier entries win."""
