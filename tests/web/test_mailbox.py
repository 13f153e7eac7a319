"""The demo's mailbox in the browser: only where there is one, and safe to open."""

from __future__ import annotations

from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client

from noroshi.practice.mailbox.store import MailStore
from noroshi.web.services import Services, install
from tests.cast import World
from tests.web.scene import SOFIE, browser

SCRIPT = "<script>alert(1)</script>"


def mail(number: int, *, language: str = "en", to: str = "") -> tuple[str, bytes]:
    made = EmailMessage()
    made["From"] = "Kitsune Cloud <status@kitsune-cloud.example>"
    made["To"] = to or f"rin{number}@reader.example"
    made["Subject"] = f"決済エラー {number}" if language == "ja" else f"Payments fail {number}"
    made["Date"] = "Thu, 12 Mar 2026 13:02:00 +0000"
    made["Message-ID"] = f"<msg-1-1-1.{number}@kitsune-cloud.example>"
    made["List-Unsubscribe"] = "<https://noroshi.example/u/1/token>"
    made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(f"Plain {number}, {SCRIPT}")
    made.add_alternative(f"<html><head></head><body>Seen {number} {SCRIPT}</body></html>", "html")
    made["Content-Language"] = language  # set before, it would move into the first part
    return made["To"], made.as_bytes().replace(b"\n", b"\r\n")


@pytest.fixture
def reader(world: World, tmp_path: Path) -> Client:
    """Somebody without a sign-in, where 60 English mails and 3 Japanese ones have arrived."""
    with closing(MailStore(tmp_path / "mailbox").writer()) as writer:
        for number in range(1, 64):
            writer.add(*mail(number, language="ja" if number > 60 else "en"))
    install(Services(context=world.context, mailbox_dir=tmp_path / "mailbox"))
    return Client(HTTP_ACCEPT_LANGUAGE="en")


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_outside_the_demo_there_is_no_mailbox_even_for_people_of_the_company(world: World) -> None:
    sofie = browser(world, SOFIE)
    for address in ("/mailbox/", "/mailbox/1/", "/mailbox/1/html"):
        assert sofie.get(address).status_code == 404


@pytest.mark.django_db
def test_the_newest_mails_come_first_fifty_on_a_page(reader: Client) -> None:
    first = text(reader, "/mailbox/")
    assert first.count('class="rcpt"') == 50
    assert first.index("決済エラー 63") < first.index("Payments fail 14")
    assert "page 1 of 2" in first
    assert "14:02" in first
    assert text(reader, "/mailbox/?page=2").count('class="rcpt"') == 13
    assert "page 2 of 2" in text(reader, "/mailbox/?page=999")
    assert "page 1 of 2" in text(reader, "/mailbox/?page=-1")


@pytest.mark.django_db
def test_mails_are_found_by_address_subject_and_language(reader: Client) -> None:
    assert text(reader, "/mailbox/?q=RIN7@").count('class="rcpt"') == 1
    assert text(reader, "/mailbox/?q=payments+fail+5&in=en").count('class="rcpt"') == 11
    assert text(reader, "/mailbox/?in=ja").count('class="rcpt"') == 3
    assert "No mail matches." in text(reader, "/mailbox/?q=nobody")


@pytest.mark.django_db
def test_an_empty_mailbox_says_so(world: World, tmp_path: Path) -> None:
    install(Services(context=world.context, mailbox_dir=tmp_path / "none-yet"))
    assert "No mail has arrived yet." in text(Client(HTTP_ACCEPT_LANGUAGE="en"), "/mailbox/")


@pytest.mark.django_db
def test_a_mail_shows_the_header_lines_that_matter_its_text_and_its_source(reader: Client) -> None:
    seen = text(reader, "/mailbox/7/")
    for name in ("Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post"):
        assert f">{name}<" in seen
    assert 'src="/mailbox/7/html"' in seen
    assert "Plain 7, &lt;script&gt;" in text(reader, "/mailbox/7/?as=plain")
    assert "Content-Type: multipart/alternative" in text(reader, "/mailbox/7/?as=source")


@pytest.mark.django_db
def test_the_html_of_a_mail_can_run_nothing_and_only_our_own_screen_frames_it(
    reader: Client,
) -> None:
    answer = reader.get("/mailbox/7/html")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    screen = reader.get("/mailbox/7/")["Content-Security-Policy"]
    assert "frame-src 'self'" in screen
    assert "unsafe" not in screen


@pytest.mark.django_db
def test_a_mail_that_never_came_is_not_found(reader: Client) -> None:
    for address in ("/mailbox/64/", "/mailbox/0/html", "/mailbox/99999999999999999999/"):
        assert reader.get(address).status_code == 404


@pytest.mark.django_db
def test_a_mail_without_a_date_or_html_can_still_be_read(world: World, tmp_path: Path) -> None:
    with closing(MailStore(tmp_path).writer()) as writer:
        writer.add("rin@reader.example", b"Subject: bare\r\n\r\nOnly words\r\n")
    install(Services(context=world.context, mailbox_dir=tmp_path))
    rin = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert "Only words" in text(rin, "/mailbox/1/")
    assert "bare" in text(rin, "/mailbox/")
    assert rin.get("/mailbox/1/html").status_code == 404
