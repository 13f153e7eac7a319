"""The reasons of decisions, in the languages of the desk."""

from __future__ import annotations

from typing import Final

from noroshi.domain.language import Localised

DOWN: Final[Localised] = {
    "en": "{count} failures in a row",
    "ja": "{count}件連続で失敗",
}
PROBE_FAILED: Final[Localised] = {
    "en": "the probe failed (number {count} in a row)",
    "ja": "復旧確認に失敗（{count}回連続）",
}
UP_AGAIN: Final[Localised] = {
    "en": "a probe got through; the share grows back step by step",
    "ja": "復旧を確認。配分は段階的に戻します",
}
LOSES: Final[Localised] = {
    "en": "{failing} of {attempts} attempts failed, {slow} were slow",
    "ja": "{attempts}件中{failing}件が失敗、{slow}件が遅延",
}
LOSES_BY_CANARY: Final[Localised] = {
    "en": "its test message is late",
    "ja": "テストメッセージが遅延",
}
TAKES_OVER: Final[Localised] = {
    "en": "takes over from another account",
    "ja": "他のアカウントの分を引き受け",
}
TOWARDS_WEIGHT: Final[Localised] = {
    "en": "moves towards its weight",
    "ja": "設定した比重に近づけています",
}
ALL_SLOW: Final[Localised] = {
    "en": "all accounts are slow or failing, so nothing is moved",
    "ja": "すべてのアカウントが遅延または失敗しているため、配分を変更していません",
}
ONLY_ONE: Final[Localised] = {
    "en": "it fails or is slow, and there is no other account to move to",
    "ja": "失敗または遅延していますが、切り替え先のアカウントがありません",
}
TOO_SOON: Final[Localised] = {
    "en": "should change, but shares turn at most once in 15 minutes",
    "ja": "変更が必要ですが、配分の増減の切り替えは15分に1回までです",
}
STEADY: Final[Localised] = {"en": "", "ja": ""}


def told(words: Localised, **values: int) -> Localised:
    """The words with their values filled in."""
    return {language: text.format(**values) for language, text in words.items()}
