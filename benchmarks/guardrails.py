"""CPU time of all guardrails on a message of 2,000 characters, warm; one JSON line.

    make bench-guard

The reference in the same run is one pass of Python's ``unicodedata.normalize`` with a search for
each of the rules' commonest signs: the ratio moves less with the machine than milliseconds do.
"""

from __future__ import annotations

import json
import os
import statistics
import time
import unicodedata

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.catalogue import CATALOGUE
from noroshi.domain.guardrails.rule import Context, Rule, Text
from noroshi.domain.guardrails.run import check
from noroshi.domain.incident import Stage
from noroshi.domain.plan.model import ThirdParty
from noroshi.linguistics.linguist import LINGUIST

_ROUNDS = 40
_LENGTH = 2_000
_BUDGET_MS = {"en": 50.0, "ja": 100.0}
_SUBJECTS = {"en": "Some card payments in Europe fail", "ja": "欧州の一部のお客さまでの決済エラー"}
_SENTENCES = {
    "en": "We are sorry that {n} of 100 card payments in Europe fail since 14:02 CET. Customers see "
    "an error and can pay by bank transfer in the meantime. We have found the cause and are "
    "working on it. The next update follows by 15:15 CET.\n\n",
    "ja": "欧州の一部のお客さまで、カード決済の100件に{n}件が失敗しており、誠に申し訳ございません。"
    "お客さまの画面にはエラーが表示されます。銀行振込はご利用いただけます。原因は判明しており、"
    "復旧作業を進めております。次回は23:15までにお知らせいたします。\n\n",
}
_CONTEXT = Context(
    third_parties=(ThirdParty(name="Aldermark Payments", aliases=("Aldermark",)),),
    promise_is_elsewhere=True,
    scope_words=("Europe", "欧州"),
)


def main() -> None:
    """Measure both languages."""
    for language in ("en", "ja"):
        _check(_message(language, 0))  # dictionaries are read at the first use
    measured = {language: _median(language) for language in ("en", "ja")}
    reference = {language: _reference(language) for language in ("en", "ja")}
    print(
        json.dumps(
            {
                "benchmark": "guardrails",
                "rules": len(CATALOGUE),
                "characters": _LENGTH,
                "cores": os.cpu_count(),
                "en_ms": round(measured["en"], 1),
                "ja_ms": round(measured["ja"], 1),
                "en_x_normalise": round(measured["en"] / reference["en"]),
                "ja_x_normalise": round(measured["ja"] / reference["ja"]),
                "within_budget": all(measured[k] < _BUDGET_MS[k] for k in measured),
                "slowest": {language: _slowest(language) for language in ("en", "ja")},
            }
        )
    )


def _message(language: str, number: int) -> Text:
    """Another text each time: a cache of the last one must not help."""
    sentence = _SENTENCES[language]
    body = "".join(sentence.format(n=number + at) for at in range(40))[:_LENGTH]
    return Text(
        subject=_SUBJECTS[language],
        body=body,
        language=language,
        audience="customers",
        channel=Channel.EMAIL,
        stage=Stage.IDENTIFIED,
        linguist=LINGUIST,
        context=_CONTEXT,
    )


def _check(text: Text) -> None:
    check(text)


def _median(language: str) -> float:
    """Milliseconds of one check."""
    return statistics.median(_ms(_message(language, 100 + n)) for n in range(_ROUNDS))


def _ms(text: Text) -> float:
    begun = time.process_time()
    _check(text)
    return 1_000 * (time.process_time() - begun)


def _reference(language: str) -> float:
    body = _message(language, 0).body
    begun = time.process_time()
    for _ in range(_ROUNDS):
        folded = unicodedata.normalize("NFKC", body)
        for sign in ("{{", "[", "XX", "http", "sorry", "申し訳", ":", "。"):
            folded.count(sign)
    return 1_000 * (time.process_time() - begun) / _ROUNDS


def _slowest(language: str) -> dict[str, float]:
    """The three rules that take longest, in milliseconds, each on a text of its own."""
    took = {
        rule.code: statistics.median(_ms_of(rule, language, n) for n in range(5))
        for rule in CATALOGUE
    }
    return {code: round(took[code], 2) for code in sorted(took, key=took.__getitem__)[:-4:-1]}


def _ms_of(rule: Rule, language: str, number: int) -> float:
    text = _message(language, 1_000 + number)
    begun = time.process_time()
    list(rule.find(text))
    return 1_000 * (time.process_time() - begun)


if __name__ == "__main__":
    main()
