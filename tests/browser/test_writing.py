"""The writing desk: findings while typing, mends by one press, everything by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import acts
from tests.browser.acts import THIRD_PARTY
from tests.browser.people import Desk
from tests.browser.test_everybody import problems

SOON_MS = 300
SLIP = "\n\nAldermark Payments is late."
MENDED = "One of our third-party service providers is late."

# Counts from the last key until the finding stands in the list, on the clock of the page.
_WATCH = """
() => {
  window.waited = [];
  let lastKey = 0;
  let isThere = false;
  document.addEventListener('keydown', () => { lastKey = performance.now(); }, true);
  new MutationObserver(() => {
    const found = document.querySelector('#findings .find[data-key^=third_party_name]') !== null;
    if (found && !isThere) { window.waited.push(performance.now() - lastKey); }
    isThere = found;
  }).observe(document.getElementById('edit'), { childList: true, subtree: true });
}
"""


@pytest.fixture(scope="module")
def sheet(desk: Desk) -> Iterator[Page]:
    """Sofie before the mail to customers of a new update; each test leaves the text as it was."""
    page = desk.of("sofie")
    acts.declare(page, "Receipts arrive late")
    for question, (english, japanese) in acts.FACTS.items():
        acts.answer(page, question, english, japanese)
    acts.draft(page)
    acts.open_text(page, "E-mail")
    yield page
    page.context.close()


@pytest.fixture
def text(sheet: Page) -> Iterator[Page]:
    """The same with the words of the template, however a test ends."""
    body = sheet.locator("#body")
    before = body.input_value()
    yield sheet
    sheet.unroute("**/check/")
    sheet.locator("#body").fill(before)
    expect(sheet.locator(THIRD_PARTY)).to_have_count(0)
    sheet.keyboard.press("Control+s")
    expect(sheet.locator("#saved")).to_contain_text(re.compile("saved", re.IGNORECASE))


def type_at_the_end(page: Page, words: str) -> None:
    page.locator("#body").press("Control+End")
    page.keyboard.type(words)


def test_what_is_found_stands_beside_the_text_a_moment_after_the_last_key(text: Page) -> None:
    text.evaluate(_WATCH)
    for _round in range(3):
        type_at_the_end(text, SLIP)
        expect(text.locator(THIRD_PARTY)).to_have_count(1)
        for _letter in range(len(SLIP)):
            text.keyboard.press("Backspace")
        expect(text.locator(THIRD_PARTY)).to_have_count(0)
    waited = text.evaluate("window.waited")
    assert min(waited) < SOON_MS, waited


def test_looking_at_words_saves_nothing(text: Page) -> None:
    version = text.locator("#version").input_value()
    type_at_the_end(text, SLIP)
    expect(text.locator(THIRD_PARTY)).to_have_count(1)
    assert text.locator("#version").input_value() == version
    assert text.locator("#saved").inner_text() == ""


def test_a_mend_works_on_unsaved_words_and_can_be_undone(text: Page) -> None:
    type_at_the_end(text, SLIP)
    text.locator(THIRD_PARTY).get_by_role("button").click()
    body = text.locator("#body")
    expect(text.locator(THIRD_PARTY)).to_have_count(0)
    assert MENDED in body.input_value()
    assert body.evaluate("area => area === document.activeElement")
    assert body.evaluate("area => area.selectionStart === area.value.length")
    text.keyboard.press("Control+z")
    assert SLIP in body.input_value()
    expect(text.locator(THIRD_PARTY)).to_have_count(1)


def test_everything_is_done_without_a_mouse(text: Page) -> None:
    type_at_the_end(text, SLIP)
    expect(text.locator(THIRD_PARTY)).to_have_count(1)
    body, said = text.locator("#body"), text.locator("#desk-said")
    text.keyboard.press("F8")
    expect(said).to_contain_text("Blocks publication: Only the status page names a third party.")
    expect(said).to_contain_text("Alt+Enter")
    selected = "area => area.value.slice(area.selectionStart, area.selectionEnd)"
    assert body.evaluate(selected) == "Aldermark Payments"
    expect(text.locator("#marks-body mark.now")).to_have_text("Aldermark Payments")
    text.keyboard.press("Alt+Enter")
    expect(text.locator(THIRD_PARTY)).to_have_count(0)
    assert MENDED in body.input_value()
    assert body.evaluate("area => area === document.activeElement")
    expect(said).to_contain_text("Mended.")


def test_enter_on_a_finding_goes_to_its_place_in_the_text(text: Page) -> None:
    type_at_the_end(text, SLIP)
    link = text.locator(THIRD_PARTY).get_by_role("link")
    link.focus()
    expect(text.locator("#marks-body mark.lit")).to_have_text("Aldermark Payments")
    text.keyboard.press("Enter")
    where = "area => [area === document.activeElement, area.value.slice(0, area.selectionStart)]"
    has_focus, before = text.locator("#body").evaluate(where)
    assert has_focus
    assert before.endswith("\n\n")


def test_marks_stay_at_their_words_while_others_are_typed_before_them(text: Page) -> None:
    type_at_the_end(text, SLIP)
    mark = text.locator("#marks-body mark.block")
    expect(mark).to_have_text("Aldermark Payments")
    text.route("**/check/", lambda route: route.abort())
    text.locator("#body").press("Control+Home")
    text.keyboard.type("Hello. ")
    expect(mark).to_have_text("Aldermark Payments")


def test_a_mend_pressed_while_its_place_is_unknown_is_done_a_moment_later(text: Page) -> None:
    type_at_the_end(text, SLIP)
    expect(text.locator(THIRD_PARTY)).to_have_count(1)
    text.locator("#body").fill(text.locator("#body").input_value().replace("is late", "stopped"))
    text.locator(THIRD_PARTY).get_by_role("button").click()
    expect(text.locator(THIRD_PARTY)).to_have_count(0)
    assert "provider" in text.locator("#body").input_value()


def test_what_can_be_mended_for_certain_is_mended_at_once(text: Page) -> None:
    type_at_the_end(text, SLIP + SLIP)
    before = text.locator("#body").input_value()
    text.get_by_role("button", name="Mend all").click()
    expect(text.locator(THIRD_PARTY)).to_have_count(0)
    assert text.locator("#body").input_value().count(MENDED) == 2
    text.keyboard.press("Control+z")
    assert text.locator("#body").input_value() == before


def test_a_check_that_fails_says_so_and_tries_again(text: Page) -> None:
    failing = True

    def answer(route: Route) -> None:
        if failing:
            route.abort()
        else:
            route.continue_()

    text.route("**/check/", answer)
    type_at_the_end(text, SLIP)
    said = text.locator("#desk-said")
    expect(said).to_contain_text("It tries again by itself")
    failing = False
    expect(text.locator(THIRD_PARTY)).to_have_count(1)
    expect(said).to_contain_text("1 blocks publication")


def test_a_stale_token_is_renewed_without_a_word(text: Page) -> None:
    spoil = "document.querySelector('#text-form [name=csrfmiddlewaretoken]').value = 'x'"
    text.evaluate(spoil)
    type_at_the_end(text, SLIP)
    expect(text.locator(THIRD_PARTY)).to_have_count(1)


def test_whoever_was_signed_out_is_told_and_keeps_the_words(text: Page) -> None:
    text.route("**/check/", lambda route: route.fulfill(status=401))
    type_at_the_end(text, " Kept.")
    expect(text.locator("#desk-said")).to_contain_text("You are signed out.")
    assert text.locator("#body").input_value().endswith(" Kept.")


def test_two_writers_meet_and_both_texts_are_shown(text: Page, desk: Desk) -> None:
    other = desk.of("yuki")
    other.goto(text.url)
    type_at_the_end(text, " Mine.")
    type_at_the_end(other, " Theirs.")
    other.keyboard.press("Control+s")
    expect(other.locator("#saved")).to_contain_text("Saved")
    text.keyboard.press("Control+s")
    expect(text.locator("#saved .error")).to_contain_text(" Theirs.")
    assert text.locator("#body").input_value().endswith(" Mine.")
    text.get_by_role("button", name="Keep mine").click()
    text.wait_for_load_state()
    expect(text.locator("#saved .error")).to_have_count(0)
    assert text.locator("#body").input_value().endswith(" Mine.")


def test_words_are_saved_before_another_text_is_opened(text: Page) -> None:
    type_at_the_end(text, " Kept.")
    text.locator("#write-h a").first.click()
    expect(text.locator("#body")).to_have_attribute("lang", "ja")
    text.locator("#write-h a").first.click()
    expect(text.locator("#body")).to_have_attribute("lang", "en")
    assert text.locator("#body").input_value().endswith(" Kept.")


def test_words_are_saved_when_the_text_is_left(text: Page) -> None:
    type_at_the_end(text, " Kept.")
    text.locator("#facts-h").click()
    expect(text.locator("#saved")).to_contain_text("Saved")
    text.reload()
    assert text.locator("#body").input_value().endswith(" Kept.")


def test_the_length_is_counted_while_typing(text: Page) -> None:
    length = len(text.locator("#body").input_value())
    type_at_the_end(text, "1234567890")
    expect(text.locator("#measures")).to_contain_text(f"E-mail: {length + 10} of 20,000")


def test_the_desk_can_be_used_by_everybody(text: Page) -> None:
    type_at_the_end(text, SLIP + SLIP)
    expect(text.locator(THIRD_PARTY)).to_have_count(2)
    text.locator("#keys summary").click()
    assert problems(text, "the writing desk") == []
