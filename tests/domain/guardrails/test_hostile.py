"""Hostile and broken texts: findings or clear errors, in time, and never a pass by confusion."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import islice

import pytest

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.catalogue import CATALOGUE, CODES, PLAN_LEVELS
from noroshi.domain.guardrails.rule import Field, Known, Level, Sibling, Text
from noroshi.domain.guardrails.run import MOST_PER_RULE, MOST_READ, blocks, check
from noroshi.domain.plan.model import Term
from tests.domain.guardrails.texts import BODIES, CONTEXT, PROMISED, text

SIZE = 40_000
"""Characters of a hostile text here; the soak tests take ``MOST_READ`` of each kind."""
BUDGET = 20e-6
"""Seconds of this process per rule and character, generous for a busy machine: 0.8 s here and 2 s
at the greatest length. A quadratic pattern takes a minute."""

REPEATED = {
    **{f"only {mark!r}": mark for mark in "a ({[<|.-@`*_~#>:;,=/\\\"'!?%$0XA\n\t"},
    **{f"only {mark!r}": mark for mark in "あアー一　。、「『（【・〇○＿：？ｶ"},
    "open braces": "{{ a ",
    "slots and blanks": "{{ a }} TBD ",
    "brackets": "[A",
    "nested brackets": "[[",
    "bracketed words": "[name ",
    "links": "[a](",
    "pictures": "![a](b)",
    "quotations": "> ",
    "list": "- a\n",
    "underscores and spaces": "_ ",
    "crosses and spaces": "XX ",
    "clock": "X:",
    "times without an end": "0:",
    "colons": "::",
    "dashes": "-:-",
    "fences": "```\n",
    "spaces and lines": "\n \t",
    "angles": "<INSERT ",
    "tags": "<a href=",
    "dollars": "${",
    "parentheses": "(ここに",
    "rings and counters": "○時",
    "quote and letters": '"a',
    "times": "15:16 ",
    "japanese times": "15時16分",
    "times and zones": "15:16 CET ",
    "sentences with times": "next update 15:16. ",
    "next updates": "next update by 15:16. ",
    "next next": "next ",
    "will will": "will ",
    "we will be": "we expect that it will be fixed by ",
    "japanese next": "次回は16時",
    "scope words": "all the many some ",
    "japanese scope": "一部",
    "names": "Aldermark ",
    "half names": "Aldermar",
    "japanese names": "アルダーマーク",
    "schemes": "https://",
    "addresses": "https://a.b/c?d=e&",
    "host": "a.",
    "host with dashes": "db-",
    "dashed digits": "0-",
    "dotted digits": "1.",
    "hexadecimal": "a0:",
    "mail": "a@",
    "mail and dots": "a@b.",
    "mails": "a@b.example ",
    "phone": "+1 ",
    "phone digits": "090-",
    "cards": "4539 5787 ",
    "honorifics": "田中様の",
    "passwords": "password: ",
    "password is": "password is ",
    "key words": "key token secret ",
    "token": "ghp_",
    "web token": "eyJa.",
    "keys": "-----BEGIN ",
    "basic access": "://a:",
    "tickets": "PAY-1",
    "ticket words": "ticket #",
    "stack": "at a.b.c(",
    "error": "a.bException",
    "paths": "/var/",
    "arn": "arn:aws:",
    "internal": "internal only ",
    "do not": "do not share ",
    "japanese internal": "社外秘の",
    "this message": "本メールは",
    "numbers": "1,234.5 % ",
    "japanese numbers": "十百千万",
    "counted": "3 shops and 4 customers, ",
    "polite and plain": "です。である。",
    "honorific": "ご覧になられ",
    "particles": "をを",
    "half width": "ﾊﾞ",
    "sorry": "sorry ",
    "long word": "pneumono-",
    "apostrophes": "don't ",
    "misspelt": "teh ",
    "controls": "\x00",
    "controls and letters": "\x00a",
    "zero width": "\u200b",
    "zero width braces": "{\u200b",
    "right to left": "\u200f\u202e",
    "surrogates": "\ud800",
    "emoji": "🙏",
    "joined emoji": "👨\u200d👩\u200d👧",
    "flags": "🇪🇺",
    "mixed": "あa",
    "mixed signs": "a(「{{0:@`*。\u200b🙏\n",
    "sentences": "欧州の一部のお客さまで決済エラーが発生しています。",
}


def _whole(size: int) -> dict[str, str]:
    """Texts that are hostile by what stands at their end, or by how their parts grow."""
    steps = int((2 * size) ** 0.5) - 7
    return {
        "underscores before a letter": "_" * (size - 1) + "a",
        "crosses before a letter": "X" * (size - 1) + "Y",
        "rings before a counter": "○" * (size - 1) + "時",
        "accents": "e" + "\u0301" * (size - 1),
        "rising backticks": " ".join("`" * n for n in range(1, steps)),
        "falling fences": "\n".join("`" * n for n in range(steps, 3, -1)),
        "one long sentence": "next update " + "15:16 " * (size // 6 - 2),
        "digits before a sign": "1" * (size - 1) + "@",
        "letters before a mail": "a" * (size - 12) + "@b.example",
        "spaces before a word": " " * (size - 1) + "a",
        "a password of any length": "password: " + "a1" * (size // 2 - 10),
        "a key of any length": "key " + "aB3" * (size // 3 - 10),
        "different words": " ".join(f"word{n}x" for n in range(size // 11)),
        "different numbers": " ".join(map(str, range(size // 6))),
    }


TOGETHER = 12
"""Kinds in one text; the soak test gives each kind a text of its own."""


def _texts() -> dict[str, str]:
    """Kinds one after the other, all of them for readers of the same language."""
    made: dict[str, str] = {}
    for plain in (True, False):
        names = [name for name, mark in REPEATED.items() if mark.isascii() == plain]
        for first in range(0, len(names), TOGETHER):
            some = names[first : first + TOGETHER]
            made[", ".join(some)] = "".join(
                _repeated(REPEATED[name], SIZE // len(some)) for name in some
            )
    return made


def _repeated(mark: str, size: int) -> str:
    return (mark * (size // len(mark) + 1))[:size]


HOSTILE = {**_texts(), **_whole(SIZE)}
GREATEST = {
    **{kind: _repeated(mark, MOST_READ) for kind, mark in REPEATED.items()},
    **_whole(MOST_READ),
}


def surrounded(body: str) -> Text:
    """The body in a message whose every part is known, so that each rule has something to do."""
    language = "en" if body.isascii() else "ja"
    others = tuple(
        Sibling(
            language=other,
            audience="internal" if internal else "it_admins",
            channel=Channel.EMAIL,
            subject="",
            body=body[: len(body) // 10],
            internal=internal,
        )
        for other in ("en", "ja")
        for internal in (True, False)
    )
    context = replace(
        CONTEXT,
        siblings=others,
        languages=("en", "ja"),
        terms=(
            Term(language="en", word="shop", instead_of=("store",), plain="place to buy"),
            Term(language="ja", word="サーバー", instead_of=("サーバ",), plain="機器"),
        ),
        page_url="https://status.kitsune.example/",
        own_domains=("kitsune.example",),
        internal_names=("corp.kitsune.example", "Badger"),
        internal_links=("https://meet.kitsune.example/incident",),
        known=Known(
            started_at=PROMISED,
            times=(PROMISED,),
            numbers=("1204",),
            workaround="",
            recovery_time="",
            other_scope_words=("Webhooks",),
            full_outage=False,
        ),
    )
    return text(body, language, context=context)


@pytest.mark.parametrize("kind", HOSTILE)
def test_each_rule_reads_hostile_text_in_time(kind: str) -> None:
    every_rule_reads_in_time(HOSTILE[kind])


@pytest.mark.soak
@pytest.mark.parametrize("kind", GREATEST)
def test_each_rule_reads_the_greatest_length_of_each_kind_in_time(kind: str) -> None:
    every_rule_reads_in_time(GREATEST[kind])


def every_rule_reads_in_time(body: str) -> None:
    hostile = surrounded(body)
    for passage in hostile.passages:  # read once for all rules, so nobody's budget
        assert passage.folded
        assert passage.folded_prose
    if hostile.speech == "ja":
        assert hostile.passages[1].morphemes is not None
    for rule in CATALOGUE:
        started = time.process_time()
        for _ in islice(rule.find(hostile), MOST_PER_RULE):
            pass
        assert time.process_time() - started <= BUDGET * len(body), rule.code


BROKEN = {
    "nothing": "",
    "only spaces": "   \n\u3000",
    "only emoji": "🙏🔥👨\u200d👩\u200d👧" * 20,
    "only right-to-left marks": "\u200f\u202e" * 20,
    "only invisible characters": "\u200b\u200c\u2060\ufeff" * 20,
    "only control characters": "\x00\x07\x1b" * 20,
    "only accents": "\u0301" * 50,
    "half of a surrogate pair": "\ud800",
    "a look-alike placeholder": "Recovery: ТВD.",
    "wide braces": "We lost ｛｛ count ｝｝ orders.",
    "a placeholder with gaps": "Next update by X\u200bX:X\u200bX.",
    "a placeholder turned around": "Next update by \u202eXX:XX\u202c.",
    "a nested template": "It is {{ {{ component }} }} again.",
    "a template within a template": "{% if {{ x }} %}Sorry{% endif %}",
    "torn braces": "It is {{ component again.",
    "a mathematical placeholder": "Recovery: 𝐓𝐁𝐃.",
    "an open fence": "Sorry.\n```\n{{ x }} XX:XX",
    "an open bracket": "Sorry, [see (here]( {{ x }}",
    "a secret with gaps": "pass\u200bword: hun\u200bter2",
    "a wide address": "Ask １０．０．３．１７.",
    "a mark in wide letters": "ＩＮＴＥＲＮＡＬ ＯＮＬＹ: payments fail.",
    "a mark with gaps": "社\u200b外\u200b秘：決済が失敗しています。",
    "a name in look-alikes": "Аldermark is down.",
    "a line end in the middle": "Payments fail\u2028again\x0bnow.",
    "a null in the middle": "Payments\x00 fail.",
}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("kind", BROKEN)
def test_broken_input_is_blocked_and_breaks_nothing(kind: str, language: str) -> None:
    body = BROKEN[kind]
    findings = check(text(body, language))
    assert blocks(findings), findings
    assert all(body[f.start : f.end] == f.found for f in findings if f.field is Field.BODY)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("level", sorted(PLAN_LEVELS))
@pytest.mark.parametrize(
    "body",
    [
        "",
        "\u200b",
        "🙏",
        "{{ x }}",
        "ТВD",
        "\x00",
        "\u202eX",
        "ＩＮＴＥＲＮＡＬ ＯＮＬＹ",
        "a\ud800",
    ],
)
def test_no_plan_lets_broken_input_pass(body: str, level: str, language: str) -> None:
    assert blocks(check(text(body, language), dict.fromkeys(CODES, level)))


@pytest.mark.parametrize(
    "markdown",
    [
        "**Sorry that some shops in Europe cannot pay. _Next update by 15:15 CET.",
        "> > > Sorry that some shops in Europe wait.\n\n- - - Next update by 15:15 CET.",
        "Sorry that [some shops](https:// in Europe wait. Next update by 15:15 CET.",
        "| Sorry | some shops in Europe |\n|--|\n| Next update by 15:15 CET. |",
    ],
)
def test_broken_markdown_is_read_as_it_stands(markdown: str) -> None:
    codes = {finding.code for finding in check(text(markdown))}
    assert not codes & {"blank", "empty", "no_scope", "no_next_update", "control_characters"}


@pytest.mark.parametrize("level", sorted(PLAN_LEVELS))
@pytest.mark.parametrize(
    "scrap", ["We are sorry. ", "欧州の障害です。", "🙏", "{{ x }}", "\x00", "\u200b"]
)
def test_a_megabyte_is_refused_unread(scrap: str, level: str) -> None:
    huge = text((scrap * (1_000_000 // len(scrap) + 1))[:1_000_000])
    started = time.process_time()
    (finding,) = check(huge, dict.fromkeys(CODES, level))
    assert time.process_time() - started <= 0.05
    assert (finding.code, finding.level, finding.start) == ("too_long", Level.BLOCK, MOST_READ)
    assert "1,000,000 characters" in finding.reason["en"]
    assert "folded" not in vars(huge.passages[1])


def test_a_subject_beyond_measure_is_refused_as_well() -> None:
    (finding,) = check(text(subject="x" * (MOST_READ + 1)))
    assert (finding.field, finding.found) == (Field.SUBJECT, "x")


def test_a_text_of_the_greatest_length_is_read() -> None:
    findings = check(text(BODIES["en"].ljust(MOST_READ, ".")))
    assert not [f for f in findings if "no message is longer" in f.reason["en"]]
