"""One incident, lived through at the terminal."""

from __future__ import annotations

import pytest

from noroshi.actions.queries.composing import work
from noroshi.actions.receive_signal import receive_signal
from noroshi.domain.incident import IncidentState, Stage
from noroshi.domain.message import MessageState
from noroshi.domain.review.report import PARTS
from noroshi.intake.registry import SOURCES
from noroshi.storage import incidents, messages
from tests.api.bodies import as_bytes, body
from tests.cast import World
from tests.cli.shell import INES, JONAS, SOFIE, YUKI, Shell

pytestmark = pytest.mark.django_db
DECLARATION = (
    "--title",
    "en=Checkout errors in Europe",
    "--title",
    "ja=欧州における決済エラー",
    "--severity",
    4,
    "--component",
    "checkout",
    "--region",
    "europe",
    "--as",
    SOFIE,
)
FACTS = (
    ("started_at", "--time", "14:00"),
    ("symptom", "--text", "en=card payments fail", "--text", "ja=カード決済に失敗する"),
    ("reach", "--text", "en=one in five payments", "--text", "ja=決済のおよそ5件に1件"),
    ("workaround", "--text", "en=bank transfer works", "--text", "ja=銀行振込は利用できます"),
    ("cause", "--text", "en=confirmations time out", "--text", "ja=確認処理の遅延"),
    ("affected_count", "--number", "3400"),
    ("progress", "--text", "en=we reroute payments", "--text", "ja=経路を切り替えています"),
    ("eta", "--unknown"),
)


@pytest.fixture
def declared(shell: Shell) -> int:
    """An open incident with every fact answered."""
    shell.done("incident", "declare", *DECLARATION)
    for question, *answer in FACTS:
        shell.done("incident", "fact", 1, question, *answer, "--as", JONAS)
    return 1


def approve_all(shell: Shell, world: World) -> None:
    message = messages.in_work(1)
    assert message is not None
    for one in work(world.plan, incidents.get(1), message).texts:
        for role in one.standing.missing:
            person = {"communications_manager": YUKI, "legal": INES}[role]
            digest = one.text.digest[:16]
            shell.done("incident", "approve", one.text.id, "--digest", digest, "--as", person)


def say(shell: Shell, world: World, stage: str) -> None:
    shell.done("incident", "draft", 1, "--stage", stage, "--as", SOFIE)
    shell.done("incident", "ask", 1, "--as", SOFIE)
    approve_all(shell, world)
    assert "goes out" in shell.done("incident", "publish", 1, "--as", SOFIE)


def test_an_incident_is_told_resolved_reported_and_reviewed(
    shell: Shell, world: World, declared: int
) -> None:
    for stage in ("investigating", "identified", "resolved"):
        world.clock.pass_by(minutes=40)
        say(shell, world, stage)
    assert incidents.get(1).state is IncidentState.RESOLVED
    for language in ("en", "ja"):
        for part in PARTS:
            words = {"en": "We are sorry for this.", "ja": "お詫び申し上げます。"}[language]
            shell.done(
                *("report", "edit", 1, part, "--language", language, "--file", "-", "--as", SOFIE),
                typed=words,
            )
    assert "Empty" not in shell.done("report", "show", 1)
    assert "drafted" in shell.done("report", "draft", 1, "--as", SOFIE)
    shown = shell.done("review", "show", 1)
    assert "Gaps over the limit" in shown
    assert "●" in shown
    assert "最長の空白" in shell.done("review", "show", 1, "--lang", "ja")
    assert shell("review", "show", 1, "--json").document["figures"]["gaps_over_limit"] >= 1


def test_lists_and_one_incident_are_shown(shell: Shell, declared: int) -> None:
    assert "Checkout errors in Europe" in shell.done("incident", "list")
    assert "欧州における決済エラー" in shell.done("incident", "list", "--lang", "ja")
    assert shell("incident", "list", "--json").document[0]["components"] == ["checkout"]
    shown = shell.done("incident", "show", 1)
    assert "card payments fail" in shown
    assert "not known yet" in shown
    found = shell("incident", "show", 1, "--json").document
    assert found["facts"]["affected_count"] == {"*": "3400"}
    assert shell("incident", "show", 7).code == 1


def test_a_proposal_is_confirmed_with_what_it_proposed(shell: Shell, world: World) -> None:
    batch = SOURCES["alertmanager"].parse(as_bytes(body()))
    receive_signal(world.context, source="prometheus", batch=batch)
    shell.done("incident", "confirm", 1, "--title", "ja=決済エラー", "--as", SOFIE)
    incident = incidents.get(1)
    assert incident.state is IncidentState.OPEN
    assert dict(incident.title) == {"en": "Checkout errors in Europe", "ja": "決済エラー"}
    assert incident.scope.components == ("checkout",)


def test_a_proposal_is_dismissed_with_a_reason(shell: Shell, world: World) -> None:
    batch = SOURCES["alertmanager"].parse(as_bytes(body()))
    receive_signal(world.context, source="prometheus", batch=batch)
    assert shell("incident", "dismiss", 1, "--as", SOFIE).code == 2
    assert shell("incident", "dismiss", 1, "--reason", " ", "--as", SOFIE).code == 1
    shell.done("incident", "dismiss", 1, "--reason", "a test alert", "--as", SOFIE)
    assert incidents.get(1).state is IncidentState.DISMISSED


def test_the_same_request_key_declares_once(shell: Shell) -> None:
    for _ in range(2):
        shell.done("incident", "declare", *DECLARATION, "--request-key", "k1")
    assert len(incidents.listing()) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--title", "Checkout"], "does not say its language"),
        (["--title", "en=a", "--title", "en=b"], "two texts"),
        (["--title", "en=a\nb"], "one line"),
        (["--title", "en=a", "--component", "nope"], "no component “nope”"),
        (["--title", "en=a"], "at least one component"),
        (["--title", "en=a", "--component", "checkout", "--started", "noon"], "not a moment"),
        (
            ["--title", "en=a", "--component", "checkout", "--started", "2026-03-12T10:00"],
            "not a moment",
        ),
        (
            ["--title", "en=a", "--component", "checkout", "--started", "2099-01-01T00:00Z"],
            "future",
        ),
        (["--title", "en=a", "--component", "checkout", "--status", "sad"], "component state"),
    ],
)
def test_what_makes_no_sense_is_not_declared(shell: Shell, words: list[str], told: str) -> None:
    said = shell("incident", "declare", "--severity", 3, "--as", SOFIE, *words)
    assert said.code == 1
    assert told in said.err
    assert incidents.listing() == []


def test_an_answer_is_not_overwritten_by_accident(shell: Shell, declared: int) -> None:
    said = shell("incident", "fact", 1, "affected_count", "--number", 5, "--as", SOFIE)
    assert said.code == 1
    assert f"{JONAS} has answered already: 3400" in said.err
    shell.done("incident", "fact", 1, "affected_count", "--number", 5, "--replace", "--as", SOFIE)
    assert incidents.facts(1)["affected_count"].values == {"*": "5"}


@pytest.mark.parametrize(
    "answer", [[], ["--unknown", "--number", "3"], ["--number", "many"], ["--text", "x"]]
)
def test_an_answer_that_is_none_is_refused(shell: Shell, declared: int, answer: list[str]) -> None:
    said = shell("incident", "fact", 1, "affected_count", *answer, "--replace", "--as", SOFIE)
    assert said.code == 1
    assert incidents.facts(1)["affected_count"].values == {"*": "3400"}


def test_texts_are_shown_with_their_findings_and_edited(shell: Shell, declared: int) -> None:
    shell.done("incident", "draft", 1, "--stage", "investigating", "--as", SOFIE)
    found = shell("incident", "texts", 1, "--language", "en", "--json").document
    assert {each["language"] for each in found} == {"en"}
    text = found[0]["id"]
    shell.done(
        *("incident", "edit", text, "--subject", "Trouble", "--body-file", "-", "--as", SOFIE),
        typed="It is {{ broken }}.\x1b[2J",
    )
    shown = shell.done("incident", "texts", 1)
    assert "block" in shown
    assert "\x1b" not in shown
    assert shell("incident", "ask", 1, "--as", SOFIE).code == 1
    assert shell("incident", "edit", text, "--as", SOFIE).code == 1
    assert shell("incident", "edit", text, "--body-file", "/none", "--as", SOFIE).code == 1
    shell.done("incident", "withdraw", 1, "--as", SOFIE)
    assert messages.in_work(1) is None
    assert "no message in work" in shell("incident", "texts", 1).err


def test_approving_takes_the_digest_of_what_was_read(
    shell: Shell, world: World, declared: int
) -> None:
    shell.done("incident", "draft", 1, "--stage", "investigating", "--as", SOFIE)
    shell.done("incident", "ask", 1, "--as", SOFIE)
    found = shell("incident", "texts", 1, "--json").document
    waiting = next(each for each in found if "communications_manager" in each["missing"])
    approve = ("incident", "approve", waiting["id"])
    assert "digest of the text is missing" in shell(*approve, "--as", YUKI).err
    assert "at least 16" in shell(*approve, "--digest", waiting["digest"][:8], "--as", YUKI).err
    assert "has changed" in shell(*approve, "--digest", "0" * 64, "--as", YUKI).err
    in_groups = " ".join(waiting["digest"][i : i + 4] for i in range(0, 16, 4))
    assert shell(*approve, "--digest", in_groups, "--as", SOFIE).code == 1  # she wrote it
    shell.done(*approve, "--digest", in_groups, "--as", YUKI)
    reject = ("incident", "reject", waiting["id"], "--digest", in_groups, "--as", YUKI)
    shell.done(*reject, "--reason", "too long")
    message = messages.in_work(1)
    assert message is not None
    assert message.state is MessageState.DRAFT
    assert shell("incident", "publish", 1, "--as", SOFIE).code == 1


def test_a_stage_that_does_not_exist_is_refused_with_those_that_do(
    shell: Shell, declared: int
) -> None:
    said = shell("incident", "draft", 1, "--stage", "done", "--as", SOFIE)
    assert said.code == 1
    assert Stage.IDENTIFIED in said.err


def test_an_unfinished_report_is_not_drafted(shell: Shell, declared: int) -> None:
    assert "Nobody has begun" in shell("report", "draft", 1, "--as", SOFIE).err
    assert shell("report", "show", 1, "--json").document["version"] == 0
    said = shell(
        *("report", "edit", 1, "apology", "--language", "en", "--file", "-", "--as", SOFIE),
        typed="Sorry.",
    )
    assert said.code == 1
    assert "resolved" in said.err


def test_a_block_is_overridden_shown_and_withdrawn(shell: Shell, declared: int) -> None:
    shell.done("incident", "draft", 1, "--stage", "investigating", "--as", SOFIE)
    message = messages.in_work(1)
    assert message is not None
    text = next(t for t in messages.renditions(message.id) if str(t.key) == "email.customers.en")
    bare = "Card payments in Europe fail. Next update by 14:32 CET."
    shell.done("incident", "edit", text.id, "--body-file", "-", "--as", JONAS, typed=bare)
    wish = ("incident", "override", text.id, "no_apology")
    reason = "Our lawyers ask for this wording."
    assert shell(*wish, "--as", YUKI).code == 1
    assert shell(*wish, "--reason", reason, "--as", SOFIE).code == 1
    done = shell.done(*wish, "--reason", reason, "--as", YUKI)
    assert "overridden by yuki-tanabe" in done
    shown = shell.done("incident", "texts", 1, "--language", "en")
    assert f"overridden by yuki-tanabe: {reason}" in shown
    document = shell("incident", "texts", 1, "--json").document
    found = [f for t in document if t["id"] == text.id for f in t["findings"] if f["override"]]
    assert [(f["code"], f["level"]) for f in found] == [("no_apology", "warn")]
    assert "Overrides withdrawn: 1" in shell.done(*wish, "--withdraw", "--as", YUKI)
