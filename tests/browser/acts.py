"""What people do on the screens, in the words of the screens."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

TITLE = {"en": "Payouts arrive late", "ja": "入金の遅延"}
FACTS = {
    "symptom": ("Payouts reach your bank account a day late", "入金の反映が1日遅れています"),
    "reach": (
        "Some customers in the United States are affected",
        "米国の一部のお客さまに影響しています",
    ),
    "workaround": (
        "Nothing needs to be done; no payout is lost",
        "お客さま側での操作は不要で、入金が失われることはありません",
    ),
}

THIRD_PARTY = "#findings .find[data-key^=third_party_name]"
"""Where the writing desk says that a text names a third party which it must not name."""


def declare(
    page: Page, title: str = TITLE["en"], japanese: str = TITLE["ja"], *, severity: int = 3
) -> int:
    """Declare an incident; the screen is then its room."""
    page.goto("/declare/")
    page.get_by_label("In a few words, in English").fill(title)
    page.get_by_label("In a few words, in Japanese").fill(japanese)
    page.get_by_role("button", name="Next").last.click()
    page.get_by_label("Invoices").check()
    page.get_by_label("United States").check()
    page.locator("input[name=status][value=degraded_performance]").check()
    page.get_by_role("button", name="Next").last.click()
    page.locator(f"input[name=severity][value='{severity}']").check()
    page.get_by_role("button", name="Declare incident").click()
    page.wait_for_url(re.compile(r"/incidents/\d+/"))
    return int(page.url.rstrip("/").rpartition("/")[2])


def answer(page: Page, question: str, english: str, japanese: str) -> None:
    """Answer a question of the checklist in both languages."""
    fact = page.locator(f"#fact-{question}")
    fact.locator("summary").click()
    field = fact.locator("[name=value_en]")
    try:
        field.fill(english, timeout=3_000)
    except TookTooLong:
        # News of the incident's first seconds drew the list anew between the click and the keys.
        fact.locator("summary").click()
        field.fill(english)
    fact.locator("[name=value_ja]").fill(japanese)
    fact.get_by_role("button", name="Save the answer").click()
    expect(fact.locator("summary .v")).to_contain_text(english)


def draft(page: Page) -> None:
    """Begin the update that the room proposes."""
    page.locator("form.start button[type=submit]").click()
    expect(page.locator("#body")).to_be_visible()


def open_text(page: Page, tab: str, language: str = "") -> None:
    """Put another text on the sheet."""
    page.locator("#tabs a", has_text=tab).first.click()
    if language:
        page.locator("#write-h a", has_text=language).click()


def read_in(page: Page, language: str) -> None:
    """Put the same text in a language ("en", "ja") on the sheet."""
    other = page.locator(f"#write-h a[lang={language}]")
    if other.count():
        other.click()
    expect(page.locator("#body")).to_have_attribute("lang", language)


def ask(page: Page) -> None:
    """Mend what can be mended and ask for approval."""
    button = page.locator("#act .btn-primary")
    for _ in range(3):
        if page.get_by_text("Take it back to write on").count():
            return
        button.click()
        page.wait_for_load_state()
    expect(page.get_by_text("Take it back to write on")).to_be_visible()


def waiting_texts(page: Page, number: int) -> list[str]:
    """The addresses of the texts of an incident that wait for whoever looks."""
    page.goto("/approvals/")
    section = page.locator(".waiting").filter(has=page.locator(f"a[href='/incidents/{number}/']"))
    links = section.locator("li a").all()
    return [link.get_attribute("href") or "" for link in links]


def approve_everything(page: Page, number: int) -> int:
    """Read and approve each text of the incident that waits; returns how many there were."""
    addresses = waiting_texts(page, number)
    for address in addresses:
        page.goto(address)
        page.get_by_role("button", name="Approve this text").click()
        page.wait_for_load_state()
    return len(addresses)


def sign_everything(page: Page, number: int) -> None:
    """The same without looking at each screen: only the forms are sent, by the same browser."""
    for address in waiting_texts(page, number):
        form = page.request.get(address).text()
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        sent = page.request.post(
            address, form=fields, headers={"Referer": page.url}, max_redirects=0
        )
        assert sent.status < 400, sent.text()


def publish(page: Page, number: int) -> None:
    """Send it."""
    page.goto(f"/incidents/{number}/")
    page.locator("#act form[action$='/publish/'] button").click()
    expect(page.locator("#head .count .left")).to_be_visible()
