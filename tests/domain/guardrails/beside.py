"""What the examples of comparing rules are compared with, as their documentation says."""

from __future__ import annotations

from datetime import datetime

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.rule import Context, Known, Sibling
from tests.domain.guardrails.texts import CET, CONTEXT, PROMISED

BEGAN = datetime(2026, 3, 12, 14, 2, tzinfo=CET)
OTHER = {"en": "ja", "ja": "en"}
_OFFSET = {"en": 60, "ja": 540}
_PARALLEL = {
    "en": "Card payments of 3,400 shops fail. Next update by 15:15.",
    "ja": "3,400店舗で決済エラーが発生しています。次回は23:15（日本時間）までにお知らせします。",
}
_PAGE = {
    "en": "Since 14:02 card payments of 3,400 shops fail. Next update by 15:15.",
    "ja": "14:02から、3,400店舗で決済エラーが発生しています。次回は15:15までにお知らせします。",
}
_JAPANESE = "欧州の一部のお客さまで決済エラーが発生しています。"


def sibling(
    language: str, body: str, *, channel: Channel = Channel.EMAIL, audience: str = "customers"
) -> Sibling:
    """Another text of the same message; times without a zone are CET in English, JST in Japanese."""
    return Sibling(
        language=language,
        audience=audience,
        channel=channel,
        subject="",
        body=body,
        utc_offset=_OFFSET.get(language),
    )


def context_of(code: str, language: str) -> Context:
    """The context of the documentation's examples of a rule."""
    usual = Context(
        third_parties=CONTEXT.third_parties,
        next_update_at=CONTEXT.next_update_at,
        next_update_text="15:15",
    )
    return _CONTEXTS[code](language) if code in _CONTEXTS else usual


def facts(_language: str = "en") -> Context:
    """An incident that began at 14:02 and hits 3,200 shops in Europe only."""
    return Context(
        next_update_at=PROMISED,
        scope_words=CONTEXT.scope_words,
        known=Known(
            started_at=BEGAN,
            times=(BEGAN, PROMISED),
            numbers=("3200",),
            other_scope_words=(
                "United States",
                "the United States",
                "Dashboard",
                "米国",
                "管理画面",
            ),
            full_outage=False,
        ),
    )


def other_language(language: str) -> Context:
    """Beside the same outlet's text in the other language."""
    other = OTHER[language]
    return Context(next_update_at=PROMISED, siblings=(sibling(other, _PARALLEL[other]),))


def other_channel(language: str) -> Context:
    """Beside the status page in the same language."""
    page = sibling(language, _PAGE[language], channel=Channel.STATUS_PAGE)
    if language == "ja":
        page = Sibling(**{**vars(page), "utc_offset": 60})
    return Context(next_update_at=PROMISED, siblings=(page,))


def both_languages(language: str) -> Context:
    """A company that speaks English and Japanese, and the text in the other language."""
    return Context(languages=("en", "ja"), siblings=(sibling(OTHER[language], _JAPANESE),))


def status_page(_language: str = "en") -> Context:
    """The sample company's status page."""
    return Context(page_url="https://status.kitsune-cloud.example/")


_CONTEXTS = {
    "outage_word": facts,
    "no_link": status_page,
    "contradicts_facts": facts,
    "languages_disagree": other_language,
    "channels_disagree": other_channel,
    "missing_language": both_languages,
}
