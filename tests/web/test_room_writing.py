"""The writing desk: what is typed is checked without being saved, mended, measured, compared."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pytest
from django.test import Client

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.rule import Field, Finding, Level
from noroshi.domain.incident import Stage
from noroshi.domain.message import Message, Rendition, RenditionKey
from noroshi.storage import events, messages
from noroshi.web.room.measures import measured
from noroshi.web.room.numbers import MOST_OPEN_HINTS, grouped, numbered
from tests.cast import World
from tests.web import scene
from tests.web.scene import HENRIK, SOFIE, YUKI

pytestmark = pytest.mark.django_db

SLIP = "\n\nThe fault is at Aldermark Payments. Aldermark Payments works on it."


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Sofie before the mail to customers of the first update."""

    world: World
    sofie: Client
    message: Message
    text: Rendition

    def check(self, body: str, *, subject: str | None = None, who: Client | None = None) -> str:
        """What the desk says about words that are not saved."""
        typed = {"subject": self.text.subject if subject is None else subject, "body": body}
        response = (who or self.sofie).post(f"/texts/{self.text.id}/check/", typed)
        assert response.status_code == 200, response.content
        return response.content.decode()

    def kept(self) -> Rendition:
        """The text as it is stored now."""
        return messages.rendition(self.text.id)

    def without_apology(self) -> str:
        """A body that one rule blocks whose override the plan allows."""
        return self.text.body.replace("We are sorry", "There is trouble")

    def save(self, body: str) -> None:
        """Keep other words."""
        kept = self.kept()
        typed = {"subject": kept.subject, "body": body, "version": str(kept.version)}
        assert self.sofie.post(f"/texts/{kept.id}/", typed).status_code == 303


@pytest.fixture
def desk(world: World) -> Desk:
    """A first update of which everything is known."""
    incident = scene.declared(world)
    scene.answered(world, incident)
    message = scene.drafted(world, incident, Stage.INVESTIGATING)
    return Desk(
        world=world,
        sofie=scene.browser(world, SOFIE),
        message=message,
        text=scene.text_of(message, Channel.EMAIL),
    )


def keys(html: str) -> list[str]:
    return re.findall(r'data-key="([^"]+)"', html)


def test_a_check_finds_what_was_typed_and_keeps_nothing_of_it(desk: Desk) -> None:
    before = events.newest_id()
    html = desk.check(desk.text.body + SLIP)
    assert "third_party_name-body-1" in keys(html)
    assert "third_party_name-body-2" in keys(html)
    assert events.newest_id() == before
    assert desk.kept() == desk.text


def test_a_check_says_where_in_the_units_of_a_browser(desk: Desk) -> None:
    html = desk.check("🙏🙏" + desk.text.body + SLIP)
    item = html[html.index('data-key="third_party_name-body-1"') :]
    begin, end = re.findall(r'data-(?:begin|end)="(\d+)"', item)[:2]
    as_browser = ("🙏🙏" + desk.text.body + SLIP).encode("utf-16-le")
    assert as_browser[2 * int(begin) : 2 * int(end)].decode("utf-16-le") == "Aldermark Payments"


def test_what_blocks_is_counted_in_words(desk: Desk) -> None:
    assert "2 block publication" in desk.check(desk.text.body + SLIP)
    one = desk.check(desk.text.body + "\n\nThe fault is at Aldermark Payments.")
    assert "1 blocks publication" in one
    japanese = scene.browser(desk.world, YUKI, language="ja")
    said = desk.check(desk.text.body + SLIP, who=japanese)
    assert "公開を止める指摘 2件" in said


def test_several_certain_mends_have_one_button_and_one_has_none(desk: Desk) -> None:
    assert "data-mend-all" in desk.check(desk.text.body + SLIP)
    assert "data-mend-all" not in desk.check(desk.text.body)


def test_all_certain_mends_work_without_a_script_on_the_words_as_typed(desk: Desk) -> None:
    typed = {
        "subject": desk.text.subject,
        "body": desk.text.body + SLIP,
        "version": str(desk.text.version),
        "finding": "all",
    }
    assert desk.sofie.post(f"/texts/{desk.text.id}/mend/", typed).status_code == 303
    body = desk.kept().body
    assert "Aldermark" not in body
    assert body.count("third-party service provider") == 2


def test_lengths_come_with_the_check(desk: Desk) -> None:
    html = desk.check("12345", subject="123")
    assert "Subject: 3 of 78 characters" in html
    assert "E-mail: 5 of 20,000 characters" in html
    assert 'class="is-over"' in desk.check("12345", subject="x" * 79)


def test_an_sms_is_counted_in_its_alphabet_and_parts(desk: Desk) -> None:
    sms = replace(desk.text, key=replace(desk.text.key, channel=Channel.SMS))
    (short,) = measured(replace(sms, body="x" * 143))
    assert short.said == "SMS: 143 of 160 characters, GSM-7, 1 part of at most 3"
    (long,) = measured(replace(sms, body="x" * 71 + "’"))
    assert long.said == "SMS: 72 of 134 characters, UCS-2, 2 parts of at most 3"
    assert long.costly == ("’",)
    (over,) = measured(replace(sms, body="x" * 460))
    assert over.is_over


def test_a_post_on_x_is_counted_by_weight(desk: Desk) -> None:
    key = RenditionKey(audience="customers", channel=Channel.X, language="en")
    (length,) = measured(replace(desk.text, key=key, body="障害 https://example.com/" + "a" * 99))
    assert length.said == "X: 28 of 280 characters"


def test_changes_since_the_last_update_follow_the_typing(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    scene.said(world, incident, Stage.IDENTIFIED)
    world.clock.pass_by(minutes=61)
    message = scene.drafted(world, incident, Stage.IDENTIFIED)
    text = scene.text_of(message, Channel.STATUS_PAGE)
    sofie = scene.browser(world, SOFIE)
    assert 'id="changes"' in sofie.get(f"/incidents/1/?text={text.id}").content.decode()
    typed = {"subject": text.subject, "body": text.body + "\n\nMost payments work again."}
    html = sofie.post(f"/texts/{text.id}/check/", typed).content.decode()
    assert "Most payments work again.</ins>" in html


def test_a_first_update_has_nothing_to_compare_with(desk: Desk) -> None:
    assert "changes-said" not in desk.check(desk.text.body)


@pytest.mark.parametrize("body", ["", "\u200b", "\x07", "🙂" * 500, "{{" * 5_000, "\u202e] {# %}"])
def test_any_words_are_answered(desk: Desk, body: str) -> None:
    html = desk.check(body, subject="\x00<script>")
    assert 'id="findings"' in html
    assert "<script>" not in html


def test_words_that_are_too_many_are_refused_quietly(desk: Desk) -> None:
    address = f"/texts/{desk.text.id}/check/"
    for typed in ({"body": "x" * 50_001}, {"subject": "x" * 501, "body": "x"}):
        assert desk.sofie.post(address, typed).status_code == 400
    assert desk.sofie.get(address).status_code == 405
    assert desk.sofie.post("/texts/99999/check/", {"body": "x"}).status_code == 404
    assert Client().post(address, {"body": "x"}).status_code == 302


def finding(level: Level, start: int) -> Finding:
    return Finding(
        code="rule",
        level=level,
        field=Field.BODY,
        start=start,
        end=start + 1,
        found="x",
        reason={"en": "Why", "ja": "理由"},
    )


def test_what_blocks_stands_first_and_much_advice_is_folded() -> None:
    levels = (Level.HINT, Level.BLOCK, Level.WARN, *[Level.HINT] * MOST_OPEN_HINTS)
    found = numbered(
        [finding(level, start) for start, level in enumerate(levels)], subject="", body="x" * 9
    )
    assert [each.number for each in found] == [1, 2, 3, 4, 5, 6]
    block, warning, advice = grouped(found)
    assert [group.level for group in (block, warning, advice)] == list(Level)
    assert (block.is_folded, warning.is_folded, advice.is_folded) == (False, False, True)
    assert [each.begin for each in advice.found] == [0, 3, 4, 5]
    assert not grouped(found[:-1])[-1].is_folded


def override_form(html: str) -> dict[str, str]:
    return dict(re.findall(r'name="(rule|fingerprint)" value="([^"]*)"', html))


def test_only_whom_the_plan_names_is_offered_to_override(desk: Desk) -> None:
    body = desk.without_apology()
    assert "Override…" not in desk.check(body)
    assert "Override…" not in desk.check(body, who=scene.browser(desk.world, HENRIK))
    assert "Override…" in desk.check(body, who=scene.browser(desk.world, YUKI))


def test_an_override_needs_a_reason_and_shows_it_to_everybody(desk: Desk) -> None:
    desk.save(desk.without_apology())
    yuki = scene.browser(desk.world, YUKI)
    address = f"/texts/{desk.text.id}/override/"
    form = override_form(desk.check(desk.without_apology(), who=yuki))
    assert form["rule"] == "no_apology"
    short = yuki.post(address, form | {"reason": "so"})
    assert short.status_code == 400
    assert "<details" in short.content.decode()
    reason = "The apology went out an hour ago"
    assert yuki.post(address, form | {"reason": reason}).status_code == 303
    seen = desk.check(desk.without_apology())
    assert "Overridden by Yuki Tanabe:" in seen
    assert reason in seen
    assert 'data-blocks="0"' in seen
    assert "Take the override back" not in seen
    approver = yuki.get(f"/approvals/{desk.text.id}/").content.decode()
    assert "Overridden by Yuki Tanabe:" in approver
    assert reason in approver


def test_an_override_is_taken_back(desk: Desk) -> None:
    desk.save(desk.without_apology())
    yuki = scene.browser(desk.world, YUKI)
    form = override_form(desk.check(desk.without_apology(), who=yuki))
    yuki.post(f"/texts/{desk.text.id}/override/", form | {"reason": "It went out an hour ago"})
    html = desk.check(desk.without_apology(), who=yuki)
    address = re.findall(r'action="(/texts/\d+/override/\d+/take-back/)"', html)[0]
    assert desk.sofie.post(address).status_code == 403
    assert yuki.post(address).status_code == 303
    assert 'data-blocks="1"' in desk.check(desk.without_apology())


def test_an_override_by_somebody_else_is_refused(desk: Desk) -> None:
    desk.save(desk.without_apology())
    form = {"rule": "no_apology", "fingerprint": "", "reason": "It went out an hour ago"}
    assert desk.sofie.post(f"/texts/{desk.text.id}/override/", form).status_code == 403
    nonsense = {"rule": "<b>", "fingerprint": "x" * 999, "reason": "It went out an hour ago"}
    yuki = scene.browser(desk.world, YUKI)
    assert yuki.post(f"/texts/{desk.text.id}/override/", nonsense).status_code == 400
