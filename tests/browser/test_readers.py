"""What is left of the sample incident: review, report, mails, the page, leaving with one press."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from noroshi.practice.mailbox.store import Received
from tests.browser.people import PHONE, Desk


def a_mail(desk: Desk, *, language: str = "en", newest: int = 30) -> Received:
    mails = [m for m in desk.demo.mails.all() if m.to.startswith("shop") and m.language == language]
    return mails[-newest]


def test_the_review_circles_the_gap_and_says_it_in_a_table_too(desk: Desk) -> None:
    page = desk.of("sofie")
    page.goto("/reviews/1/")
    expect(page.locator(".tl .enso-max")).to_have_count(1)
    expect(page.locator("tr.over.most")).to_contain_text("Gap")
    expect(page.locator(".figures")).to_contain_text("6of 7")


def test_the_report_has_its_six_parts_for_everybody(desk: Desk) -> None:
    reader = desk.stranger(java_script_enabled=False)
    reader.goto("/status/incidents/1/report.html")
    assert reader.locator("main h2, article h2").count() >= 6
    expect(reader.get_by_text("We are sorry").first).to_be_visible()


def test_the_status_page_speaks_japanese_to_a_japanese_browser(desk: Desk) -> None:
    reader = desk.stranger(locale="ja-JP", size=PHONE)
    reader.goto("/status/")
    expect(reader.locator("html")).to_have_attribute("lang", "ja")


def test_the_mailbox_is_searched_by_address_and_filtered_by_language(desk: Desk) -> None:
    page = desk.stranger()
    page.goto("/mailbox/")
    expect(page.locator(".mails li")).to_have_count(50)
    mail = a_mail(desk)
    page.get_by_label("Address or subject").fill(mail.to)
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".mails .rcpt").first).to_have_text(mail.to)
    page.get_by_role("link", name=re.compile("Japanese")).click()
    expect(page.get_by_text("No mail matches.")).to_be_visible()


def test_a_mail_is_read_as_its_reader_sees_it_and_nothing_in_it_can_run(desk: Desk) -> None:
    page = desk.stranger()
    page.goto(f"/mailbox/{a_mail(desk).number}/")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("Unsubscribe in one click")).to_be_visible()
    expect(frame.get_by_text("Kitsune Cloud").first).to_be_visible()
    expect(page.get_by_text("List-Unsubscribe=One-Click")).to_be_visible()
    page.get_by_role("link", name="Plain text").click()
    expect(page.locator(".letter-text")).to_contain_text("We are sorry")
    page.get_by_role("link", name="Source").click()
    expect(page.locator(".letter-text")).to_contain_text("Content-Type: multipart/alternative")


def test_the_link_in_a_real_mail_unsubscribes_with_one_press(desk: Desk) -> None:
    page = desk.stranger()
    page.goto(f"/mailbox/{a_mail(desk, newest=31).number}/")
    with page.expect_popup() as opened:
        page.frame_locator("iframe").get_by_role("link", name="Unsubscribe").click()
    letter = opened.value
    expect(letter.get_by_role("heading", name="Stop writing to me")).to_be_visible()
    letter.get_by_role("button", name="Unsubscribe").click()
    expect(letter.get_by_role("heading", name="You are unsubscribed")).to_be_visible()
