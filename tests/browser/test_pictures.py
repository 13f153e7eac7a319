"""A picture of every screen in build/screenshots, to be looked at by people."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import acts
from tests.browser.people import DESKTOP, PHONE, Desk
from tests.browser.screens import INSIDE, outside

ALBUM = Path(__file__).parents[2] / "build" / "screenshots"
MAIN = ("home", "declare", "room", "approvals", "review", "status")


def take(page: Page, name: str, *, at: str = "") -> None:
    """Take a picture of the whole screen, or of ``at`` first opened."""
    if at:
        page.goto(at)
    ALBUM.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ALBUM / f"{name}.png", full_page=True, animations="disabled")
    assert (ALBUM / f"{name}.png").stat().st_size > 5_000


@pytest.mark.parametrize(("device", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_every_screen_has_its_picture(desk: Desk, device: str, size: dict[str, int]) -> None:
    for page, screens in (
        (desk.of("sofie", size=size), INSIDE),
        (desk.stranger(size=size), outside(desk)),
    ):
        for name, address in screens.items():
            take(page, f"{name}-{device}", at=address)


@pytest.mark.parametrize(("language", "locale"), [("en", "en-GB"), ("ja", "ja-JP")])
def test_the_main_screens_have_theirs_in_both_languages_and_in_the_dark(
    desk: Desk, language: str, locale: str
) -> None:
    schemes = ("dark",) if language == "en" else ("light", "dark")
    for scheme in schemes:
        size = PHONE if scheme == "dark" and language == "ja" else DESKTOP
        look = {"size": size, "color_scheme": scheme, "locale": locale}
        inside, reader = desk.of("sofie", language=language, **look), desk.stranger(**look)
        for name in MAIN:
            address = "/status/" if name == "status" else INSIDE[name]
            page = reader if name == "status" else inside
            take(page, f"{name}-{scheme}-{language}", at=address)


def test_an_incident_in_the_middle_of_it_has_its_pictures(desk: Desk) -> None:
    sofie = desk.of("sofie")
    number = acts.declare(sofie, "Invoices arrive late")
    for question, (english, japanese) in acts.FACTS.items():
        acts.answer(sofie, question, english, japanese)
    acts.draft(sofie)
    acts.open_text(sofie, "E-mail")
    sofie.locator("#body").press("Control+End")
    sofie.locator("#body").type("\n\nAldermark Payments is late.")
    sofie.locator(acts.THIRD_PARTY).wait_for()
    take(sofie, "texts-with-findings-desktop")
    sofie.locator(acts.THIRD_PARTY).get_by_role("button").click()
    sofie.locator(acts.THIRD_PARTY).wait_for(state="detached")
    acts.ask(sofie)
    yuki = desk.of("yuki", size=PHONE)
    take(yuki, "approvals-waiting-phone", at="/approvals/")
    take(yuki, "approve-phone", at=acts.waiting_texts(yuki, number)[2])
    acts.approve_everything(yuki, number)
    acts.publish(sofie, number)
    take(sofie, "room-published-desktop", at=f"/incidents/{number}/")
    take(sofie, "home-burning-desktop", at="/")
    take(desk.stranger(size=PHONE, locale="ja-JP"), "status-open-phone-ja", at="/status/")
    take(desk.stranger(), "status-open-desktop", at="/status/")


def test_what_a_person_posts_and_corrects_has_its_pictures(desk: Desk) -> None:
    sofie = desk.of("sofie", size=TALL)
    number = acts.declare(
        sofie, "Nobody can see invoices", "全店舗で請求書を表示できない障害", severity=5
    )
    for question, (english, japanese) in acts.FACTS.items():
        acts.answer(sofie, question, english, japanese)
    acts.draft(sofie)
    acts.open_text(sofie, "SMS")
    words = sofie.locator("#body").input_value()
    sofie.locator("#body").press("Control+End")
    with sofie.expect_response("**/check/"):
        sofie.locator("#body").type(" It’s our fault.")
    sofie.locator("#findings .find").first.wait_for()
    take_what_is_seen(sofie, "writing-sms-desktop-light-en")
    with sofie.expect_response("**/check/"):
        sofie.locator("#body").fill(words)
    acts.ask(sofie)
    for approver in ("yuki", "ines"):
        acts.sign_everything(desk.of(approver), number)
    acts.publish(sofie, number)
    sofie.locator("#postings details summary").first.click()
    take(sofie, "postings-desktop-light-en")
    japanese_phone = desk.of("sofie", size=PHONE, language="ja", color_scheme="dark")
    take(japanese_phone, "postings-phone-dark-ja", at=f"/incidents/{number}/")
    correct = sofie.locator("#said a[href$='/correct/']").first.get_attribute("href") or ""
    take(sofie, "correct-desktop-light-en", at=correct)
    take(japanese_phone, "correct-phone-dark-ja", at=correct)


SLIPS = {
    "en": "\n\nAldermark Payments is late. Aldermark Payments expects to be back at 16:10, "
    "by {{ eta }}. Please do not hesitate to contact us.",
    "ja": "\n\nAldermark Paymentsの遅延が原因です。16:10に復旧する予定です。ｻｰﾊﾞは{{ eta }}に戻ります。",
}
TALL = {"width": 1440, "height": 1500}
TALL_PHONE = {"width": 390, "height": 1900}


def test_the_writing_desk_has_its_pictures(desk: Desk) -> None:
    sofie = desk.of("sofie")
    acts.declare(sofie, "Receipts arrive late")
    for question, (english, japanese) in acts.FACTS.items():
        acts.answer(sofie, question, english, japanese)
    acts.draft(sofie)
    acts.open_text(sofie, "E-mail")
    looks = [("desktop", TALL, "light"), ("phone", TALL_PHONE, "dark")]
    looks += [("desktop", TALL, "dark"), ("phone", TALL_PHONE, "light")]
    for language in ("en", "ja"):
        acts.read_in(sofie, language)
        words = sofie.locator("#body").input_value() + SLIPS[language]
        for device, size, scheme in looks:
            page = desk.of("sofie", language=language, size=size, color_scheme=scheme)
            page.goto(sofie.url)
            write(page, words)
            take_what_is_seen(page, f"writing-{device}-{scheme}-{language}")
            page.context.close()


def write(page: Page, words: str) -> None:
    """Type words that the guardrails find much in, and go to the first finding by keyboard."""
    with page.expect_response("**/check/"):
        page.locator("#body").fill(words)
    page.locator("#findings .find[data-level=block]").first.wait_for()
    page.keyboard.press("F8")
    page.locator("#findings .find[aria-current]").wait_for()


def take_what_is_seen(page: Page, name: str) -> None:
    """Take a picture of the window: what sticks to its edges is where it belongs."""
    page.evaluate("scrollTo(0, 0)")
    ALBUM.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ALBUM / f"{name}.png", animations="disabled")
    assert (ALBUM / f"{name}.png").stat().st_size > 5_000


def test_a_lost_form_token_has_its_picture(desk: Desk) -> None:
    page = desk.of("sofie")
    page.goto("/declare/")
    page.get_by_label("In a few words, in English").fill("Sign-in is slow")
    page.evaluate(
        "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(i => i.value='x')"
    )
    page.get_by_role("button", name="Next").last.click()
    page.get_by_text("This page was open too long").first.wait_for()
    take(page, "lost-token-desktop")
