"""The glossary, internal names, own domains, overrides and meanings of a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noroshi.domain.plan.model import Meaning, Role, Term
from noroshi.planfile import diff, dump, json_schema, load, parse, sample_directory
from tests.planfile.workshop import OUTAGE, TEMPLATE, Workshop

WORDS = """\
glossary:
  - {language: en, word: sign-in, instead_of: [log-in, signin]}
  - {language: en, word: settlement, plain: payout}
internal_names: [corp.kitsune.example, Project Inari]
own_domains: [kitsune-cloud.example]
guardrails: {no_scope: hint}
guardrail_overrides: {no_apology: communications_manager}
cadence:"""
SYMPTOM = "key: symptom\n    kind: text"
PROVIDER = """\
checklist:
  - key: provider
    kind: text
    meaning: third_party
    asks: {en: Who?}
"""


def test_words_and_overrides_are_part_of_the_plan(plan: Workshop) -> None:
    plan.swap("cadence:", WORDS)
    plan.swap(SYMPTOM, f"{SYMPTOM}\n    meaning: effect")
    read = plan.load().require()
    assert plan.findings() == ()
    assert read.glossary == (
        Term(language="en", word="sign-in", instead_of=("log-in", "signin")),
        Term(language="en", word="settlement", plain="payout"),
    )
    assert read.internal_names == ("corp.kitsune.example", "Project Inari")
    assert read.own_domains == ("kitsune-cloud.example",)
    assert read.guardrail_levels == {"no_scope": "hint"}
    assert read.override_roles == {"no_apology": Role.COMMUNICATIONS_MANAGER}
    assert read.checklist[0].meaning is Meaning.EFFECT


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "advice"),
    [
        ("{no_apology: comm", "{no_apolgy: comm", "UNKNOWN_GUARDRAIL", "guardrail_o", "no_apology"),
        ("{no_apology: comm", "{blank: comm", "FIRM_GUARDRAIL", "guardrail_o", "Take the line out"),
        ("{no_apology: communications_manager", "{no_apology: legal", "EMPTY_ROLE", "guardrail_o",
         "under “roles”"),
        ("{no_apology: communications_manager", "{no_apology: boss", "UNKNOWN_VALUE", "guardrail_o",
         "Known: "),
        ("{no_scope: hint}", "{no_scope: hnt}", "UNKNOWN_VALUE", "guardrails:", "“hint”"),
        ("[kitsune-cloud.example]", "['https://kitsune.example/']", "DOMAIN", "own_", "example.com"),
        ("[kitsune-cloud.example]", "[localhost]", "DOMAIN", "own_", "example.com"),
        ("[corp.", "['', corp.", "EMPTY_TEXT", "internal_names", "Write it"),
        ("word: sign-in", "word: settlement", "DUPLICATE_WORD", "word: settlement, plain", "Keep"),
        ("[log-in,", "[settlement,", "DUPLICATE_WORD", "instead_of", "Keep"),
        ("[log-in,", "[sign-in,", "DUPLICATE_WORD", "instead_of", "Keep"),
        ("[log-in,", "[signin,", "DUPLICATE_WORD", "instead_of", "Keep"),
        ("language: en, word: sig", "language: ja, word: sig", "LANGUAGE", "word: sign-in", "its"),
        ("word: sign-in, ", "word: sign-in, plan: x, ", "UNKNOWN_FIELD", "plan: x", "“plain”"),
        ("meaning: effect", "meaning: efect", "UNKNOWN_VALUE", "meaning: efect", "“effect”"),
        ("kind: text\n    meaning", "kind: time\n    meaning", "MEANING_KIND", "meaning: e", "text"),
        ("meaning: effect", "meaning: count", "MEANING_KIND", "meaning: c", "number"),
        ("key: symptom", "key: third_party\n    kind: text\n    asks: {en: Who?}\n  - key: symptom",
         "NO_MEANING", "key: third_party", "meaning: third_party"),
        ("key: symptom",
         "key: more\n    kind: text\n    meaning: effect\n    asks: {en: Who?}\n  - key: symptom",
         "DUPLICATE_MEANING", "meaning: effect\nguardrails", "Keep one"),
    ],
)  # fmt: skip
def test_mistakes_are_found_at_their_place(
    plan: Workshop, old: str, new: str, code: str, place: str, advice: str
) -> None:
    plan.swap(SYMPTOM, f"{SYMPTOM}\n    meaning: effect")
    plan.swap("cadence:", WORDS)
    plan.swap(old, new)
    finding = plan.one(code)
    if code != "DUPLICATE_MEANING":
        assert finding.line == plan.line_of(place)
    assert advice in finding.way_out


def test_a_question_of_any_key_may_fill_the_slot_of_the_third_party(plan: Workshop) -> None:
    plan.swap("checklist:\n", PROVIDER)
    name = f"{OUTAGE}/templates/investigating/status_page.customers.en.md"
    plan.write(name, TEMPLATE + "{{ third_party }}")
    assert plan.findings() == ()


def test_a_plan_that_was_stored_before_these_fields_is_still_read() -> None:
    sample = load(sample_directory()).require()
    document = dump(sample)
    for field in ("glossary", "internal_names", "own_domains", "override_roles"):
        del document[field]
    for question in document["checklist"]:
        del question["meaning"]
    old = parse(document)
    assert (old.glossary, old.internal_names, old.own_domains) == ((), (), ())
    assert (old.override_roles, old.checklist[0].meaning) == ({}, None)


def test_changed_words_are_told_by_name() -> None:
    sample = load(sample_directory()).require()
    new = replace(
        sample,
        glossary=(*sample.glossary, Term(language="ja", word="Checkout")),
        internal_names=sample.internal_names[1:],
        own_domains=(*sample.own_domains, "kitsune.example"),
        override_roles={**sample.override_roles, "no_scope": Role.LEGAL},
    )
    changes = diff(sample, new)
    assert [change.words["en"] for change in changes] == [
        "word “Checkout (ja)” added",
        f"internal name “{sample.internal_names[0]}” removed",
        "own domain “kitsune.example” added",
        "who may override the guardrail “no_scope” changed",
    ]
    assert changes[0].words["ja"] == "用語「Checkout (ja)」を追加"


def test_the_sample_plan_uses_every_part() -> None:
    sample = load(sample_directory()).require()
    asked = [question.meaning for question in sample.checklist if question.meaning]
    assert sorted(asked) == sorted(Meaning)
    assert {term.language for term in sample.glossary} == {"en", "ja"}
    assert sample.internal_names
    assert sample.own_domains
    assert set(sample.override_roles.values()) == {Role.COMMUNICATIONS_MANAGER}


def test_the_json_schema_knows_them() -> None:
    properties = json_schema()["properties"]
    assert {"glossary", "internal_names", "own_domains", "guardrail_overrides"} <= set(properties)
