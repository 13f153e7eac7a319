"""The forms of a published page, pressed in a browser while the product stands on another host."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from noroshi.storage.models import Asking, FeedbackRow
from tests.browser.elsewhere import Places, apart
from tests.browser.launching import a_chromium, chromium_path
from tests.browser.people import PHONE
from tests.browser.plugin import NO_BROWSER
from tests.cast import World
from tests.web.test_feedback import on_the_page


@dataclass(frozen=True, kw_only=True)
class Words:
    """What stands on the screens in a language."""

    path: str
    hit: str
    no: str
    thanks: str
    send: str
    back: str
    why: str
    subscribe: str
    mailbox: str


ENGLISH = Words(
    path="/en/",
    hit="I am affected",
    no="No",
    thanks="Thank you",
    send="Send",
    back="Back to the status page",
    why="Was I charged?",
    subscribe="Subscribe",
    mailbox="Look into your mailbox",
)
JAPANESE = Words(
    path="/ja/",
    hit="影響を受けています",
    no="いいえ",
    thanks="ありがとうございます",
    send="送信する",
    back="ステータスページに戻る",
    why="請求されたのでしょうか",
    subscribe="登録する",
    mailbox="メールをご確認ください",
)


@pytest.mark.django_db
def test_readers_press_the_forms_of_a_page_on_another_host(world: World) -> None:
    if not chromium_path():
        pytest.skip(NO_BROWSER)
    on_the_page(world)
    complaints: list[str] = []
    with apart(world) as places, a_chromium() as browser:
        presses(reader(browser, complaints), places, ENGLISH, world)
        without_a_script = reader(browser, complaints, java_script_enabled=False, viewport=PHONE)
        presses(without_a_script, places, JAPANESE, world)
        presses_on_a_copy(reader(browser, complaints), places)
    assert complaints == []
    assert heard() == [
        ("en", None, ""),
        ("en", None, ""),  # on the copy, after the question was asked once more
        ("en", False, "Was I charged?"),
        ("ja", None, ""),
        ("ja", False, "請求されたのでしょうか"),
    ]
    asked = Asking.objects.values_list("address", flat=True)
    assert sorted(asked) == ["rin-en@reader.example", "rin-ja@reader.example"]


def reader(browser: Browser, complaints: list[str], **look: object) -> Page:
    """Somebody else each time, whose browser's complaints are written down."""
    number = len(browser.contexts)
    context = browser.new_context(user_agent=f"reader {number}", **look)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("console", lambda said: note(said, complaints))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


def note(said: ConsoleMessage, complaints: list[str]) -> None:
    """Write an error down, but for the form that was refused on purpose."""
    if said.type == "error" and "400 (Bad Request)" not in said.text:
        complaints.append(said.text)


def presses(page: Page, places: Places, words: Words, world: World) -> None:
    """Each form of the page, one after the other."""
    home = f"{places.page}{words.path}"
    page.goto(home)
    page.get_by_role("button", name=words.hit).click()
    answered(page, places, words.thanks)
    page.get_by_role("link", name=words.back).first.click()
    assert page.url.startswith(places.page)

    page.goto(home)
    page.locator("form.ask").first.get_by_role("button", name=words.no).click()
    page.get_by_role("textbox").first.fill(words.why)
    world.clock.pass_by(seconds=3)  # a person cannot write faster
    page.get_by_role("button", name=words.send).click()
    answered(page, places, words.thanks)

    page.goto(home)
    language = words.path.strip("/")
    page.locator("#mail").fill(f"rin-{language}@reader.example")
    page.get_by_role("button", name=words.subscribe, exact=True).click()
    answered(page, places, words.mailbox)
    page.goto(home)
    page.locator("#mail").fill("rin@localhost")  # enough of an address for a browser
    page.get_by_role("button", name=words.subscribe, exact=True).click()
    expect(page.locator("#email")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#email")).to_have_value("rin@localhost")


def presses_on_a_copy(page: Page, places: Places) -> None:
    """Any site can show this button: a press there is asked about once more, on our own page."""
    page.goto(f"{places.mirror}{ENGLISH.path}")
    page.get_by_role("button", name=ENGLISH.hit).click()
    answered(page, places, "Are you affected?")
    expect(page.get_by_text("It is about “Checkout”")).to_be_visible()
    page.get_by_role("button", name=ENGLISH.hit).click()
    answered(page, places, ENGLISH.thanks)


def answered(page: Page, places: Places, said: str) -> None:
    """The answer is a page of the product, and says this."""
    expect(page.get_by_role("heading", level=1)).to_have_text(said)
    assert page.url.startswith(places.product)


def heard() -> Sequence[tuple[str, bool | None, str]]:
    """What was counted."""
    rows = FeedbackRow.objects.values_list("language", "clear", "comment")
    return sorted(rows, key=lambda row: (row[0], row[1] is not None))
