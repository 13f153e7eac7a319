"""Readers who chose a time zone are told the times that count on their own clock, beside the words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

import pytest

from noroshi.actions.change_maintenance import change_maintenance
from noroshi.delivery.ledger import Recipient
from noroshi.domain.channel import Channel
from noroshi.domain.maintenance import Purpose
from noroshi.domain.message import Message
from noroshi.storage import ledger
from noroshi.storage.book import StoredLedger
from noroshi.storage.models import Batch
from noroshi.worker.duties.parcels import parcel_maker
from noroshi.worker.duties.tools import Toolbox
from tests.actions.steps import opened, reader, said, text_of
from tests.cast import World
from tests.maintenance import planned

pytestmark = pytest.mark.django_db


def mail(world: World, message: Message, language: str, zone: str) -> tuple[str, str]:
    """The plain and the HTML part that a reader with this language and zone gets."""
    text = text_of(message, Channel.EMAIL, "customers", language)
    (dispatch,) = [d for d in ledger.of_message(message.id) if d.rendition_id == text.id]
    to = Recipient(7, "rin@reader.example", language, None, zone)
    content = parcel_maker(Toolbox(context=world.context), dispatch)(to).content
    parsed = BytesParser(policy=default).parsebytes(content)
    assert isinstance(parsed, EmailMessage)
    plain, page = parsed.get_body(("plain",)), parsed.get_body(("html",))
    assert plain is not None
    assert page is not None
    return plain.get_content(), page.get_content()


def test_the_promise_is_told_on_the_readers_clock_and_the_words_stay(world: World) -> None:
    message = said(world, opened(world))
    plain, page = mail(world, message, "en", "Asia/Tokyo")
    line = "In your time zone, the next update comes by 22:30 JST."
    assert line in plain
    assert line in page
    usual, _ = mail(world, message, "en", "")
    assert [said for said in plain.splitlines() if said != line] == usual.splitlines()
    # Nobody is told twice what the words say already: the same clock, or one nobody knows.
    for zone in ("Europe/Berlin", "Europe/Madrid", "Mars/Olympus"):
        assert mail(world, message, "en", zone)[0] == usual
    assert "お客さまの時間帯での次回のお知らせ" in mail(world, message, "ja", "America/New_York")[0]
    assert "お客さまの時間帯" not in mail(world, message, "ja", "Asia/Tokyo")[0]


def test_a_window_is_told_with_both_its_days_and_only_while_the_words_name_it(
    world: World,
) -> None:
    planned.rin(world)
    work = planned.announced(world)
    message = planned.notice(work, Purpose.ANNOUNCE).message
    told, _ = mail(world, message, "en", "America/Los_Angeles")
    assert "In your time zone, the work is planned from 06:02 PDT on 15 March to 08:02" in told
    later = replace(work.window, ends_at=work.window.ends_at + timedelta(hours=1))
    actor, wish = world.actor(planned.SOFIE), planned.wish(world, window=later)
    change_maintenance(world.context, actor, work.number, wish)
    assert "In your time zone" not in mail(world, message, "en", "America/Los_Angeles")[0]


def test_the_ledger_hands_on_the_zone_that_somebody_chose(world: World) -> None:
    chose = reader(at=world.clock.now(), time_zone="Asia/Tokyo")
    usual = reader(at=world.clock.now(), address="usual@reader.example")
    message = said(world, opened(world))
    (batch,) = Batch.objects.filter(
        dispatch__rendition=text_of(message, Channel.EMAIL, "customers", "en").id
    )
    book = StoredLedger(world.context.clock, account="relay")
    people = book.allowed(batch.pk, [chose.id, usual.id]).people
    assert people[chose.id].time_zone == "Asia/Tokyo"
    assert people[usual.id].time_zone == ""
