"""The plan as a stored document, and what changed between two versions."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.plan.model import (
    ApprovalRule,
    CadenceRule,
    Contact,
    ContactKind,
    Person,
    Plan,
    Role,
    Template,
)
from noroshi.kernel.errors import Invalid
from noroshi.planfile import diff, dump, json_schema, load, parse, sample_directory
from tests.planfile.workshop import PAGE, Workshop

# Text from UTF-8 files never holds half a surrogate pair, and PostgreSQL refuses U+0000.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
LENGTH = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=4_000))
LOCALISED = st.dictionaries(st.sampled_from(["en", "ja"]), TEXT)


def some(values: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(values, max_size=3).map(tuple)


PEOPLE = st.builds(
    Person,
    key=TEXT,
    name=TEXT,
    email=TEXT,
    language=TEXT,
    contacts=some(st.builds(Contact, kind=st.sampled_from(ContactKind), value=TEXT)),
)
CADENCE = st.builds(
    CadenceRule,
    channel=st.sampled_from(Channel),
    every=st.none() | LENGTH,
    at_most_every=st.none() | LENGTH,
    always=some(st.sampled_from(Stage)),
)
APPROVALS = st.builds(
    ApprovalRule,
    roles=some(st.sampled_from(Role)),
    audiences=some(TEXT),
    channels=some(st.sampled_from(Channel)),
    stages=some(st.sampled_from(Stage)),
    min_severity=st.integers(1, 5),
    only_unedited=st.booleans(),
)
SAMPLE = load(sample_directory()).require()
PLANS = st.builds(
    replace,
    st.just(SAMPLE),
    people=some(PEOPLE),
    cadence=some(CADENCE),
    approvals=some(APPROVALS),
    report_within=LENGTH,
    threshold=LENGTH,
    guardrail_levels=st.dictionaries(TEXT, TEXT, max_size=3),
    bridge_url=TEXT,
    version=st.integers(0, 10**9),
)


def test_the_sample_plan_has_no_findings_and_survives_storage() -> None:
    loaded = load(sample_directory())
    assert loaded.findings == ()
    assert parse(json.loads(json.dumps(dump(SAMPLE)))) == SAMPLE


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(PLANS)
def test_any_plan_survives_storage(plan: Plan) -> None:
    stored = json.dumps(dump(plan), ensure_ascii=False)
    assert parse(json.loads(stored)) == plan
    assert json.dumps(dump(parse(json.loads(stored))), ensure_ascii=False) == stored


def test_a_document_from_before_a_field_existed_gets_its_default() -> None:
    document = dump(SAMPLE)
    del document["threshold"], document["company"]["time_zones"]
    assert parse(document).threshold == timedelta(minutes=3)


@pytest.mark.parametrize("document", [{}, {"company": 1}, {"people": None}])
def test_a_document_that_is_no_plan_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(Invalid, match="not a plan") as refused:
        parse(document)
    assert refused.value.field


def test_the_json_schema_names_every_section_and_how_durations_are_written() -> None:
    schema = json_schema()
    assert {"company", "people", "checklist", "promises"} <= set(schema["properties"])
    assert schema["additionalProperties"] is False
    promises = schema["$defs"]["PromisesDoc"]["properties"]
    assert promises["escalate_after"]["examples"] == ["30m", "1h30m", "24h"]
    assert "ScenarioDoc" in schema["$defs"]
    json.dumps(schema)


def test_the_digest_depends_on_every_file_and_on_nothing_else(plan: Workshop) -> None:
    before = plan.load()
    assert plan.load().digest == before.digest
    assert PAGE in before.sources
    plan.swap("We are sorry", "We are very sorry", file=PAGE)
    assert plan.load().digest != before.digest


def test_a_plan_with_errors_names_the_first_and_their_number(plan: Workshop) -> None:
    plan.swap("Europe/Berlin", "Berlin")
    plan.swap("level: 3", "level: 8")
    with pytest.raises(Invalid, match=r"plan\.yaml:5.*and 1 more"):
        plan.load().require()


def test_nothing_changed_between_equal_plans() -> None:
    assert diff(SAMPLE, replace(SAMPLE, version=2)) == ()


def test_changes_are_told_in_words_of_both_languages() -> None:
    appointments = tuple(
        replace(known, people=(known.people[0], "tomas-rey")) if known.role is Role.LEGAL else known
        for known in SAMPLE.appointments
    )
    outage = SAMPLE.scenarios[0]
    changed = replace(outage.templates[0], body="We are sorry.")
    extra = Template(
        stage=Stage.RESOLVED,
        audience="it_admins",
        channel=Channel.WEBHOOK,
        language="en",
        subject="x",
        body="y",
    )
    scenario = replace(outage, templates=(changed, *outage.templates[2:], extra))
    new = replace(
        SAMPLE,
        appointments=appointments,
        scenarios=(scenario,),
        threshold=timedelta(minutes=5),
        guardrail_levels={"no_scope": "warn"},
    )
    words = [change.words["en"] for change in diff(SAMPLE, new)]
    name = "identified/blog.customers"
    assert words == [
        "deputies of “legal” changed: ines-roth, aya-mori → ines-roth, tomas-rey",
        f"template “{name}.en” changed",
        f"template “{name}.ja” removed",
        "template “resolved/webhook.it_admins.en” added",
        "threshold changed",
        "level of guardrail “no_scope” added",
    ]
    japanese = [change.words["ja"] for change in diff(SAMPLE, new)]
    assert japanese[1] == f"テンプレート「{name}.en」を変更"


def test_first_in_line_scenarios_and_names_are_told_too() -> None:
    outage = SAMPLE.scenarios[0]
    legal = tuple(
        replace(known, people=known.people[::-1]) if known.role is Role.LEGAL else known
        for known in SAMPLE.appointments
    )
    renamed = replace(outage, name={"en": "Outage", "ja": "障害"})
    other = replace(outage, key="leak")
    new = replace(SAMPLE, appointments=legal, scenarios=(renamed, other))
    assert [change.words["en"] for change in diff(SAMPLE, new)] == [
        "people of “legal” changed: ines-roth, aya-mori → aya-mori, ines-roth",
        "scenario “service-outage” changed",
        "scenario “leak” added",
    ]
    assert [change.kind for change in diff(replace(SAMPLE, scenarios=(other,)), SAMPLE)] == [
        "removed",
        "added",
    ]
