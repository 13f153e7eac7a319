"""The frame around the words: one column, inline styles, both colour schemes, no images."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Final

import css_inline
import jinja2
from markupsafe import Markup

from noroshi.delivery.mail.markdown import as_html, as_text
from noroshi.delivery.mail.text import MailText
from noroshi.delivery.mail.words import frame_words

UNSUBSCRIBE_SLOT: Final = "https://unsubscribe-slot.invalid/"
"""Stands for each recipient's own link while the mail is compiled."""

_WIDE: Final = frozenset({"ja", "zh", "ko"})  # taller lines, no tightened letters
_PREHEADER_LENGTH: Final = 140
_INLINER: Final = css_inline.CSSInliner(load_remote_stylesheets=False)


def html_body(mail: MailText) -> str:
    """The whole HTML document, styles inlined, with the slot for the unsubscribe link."""
    page = _template("frame.html").render(
        **_frame(mail),
        body=Markup(as_html(mail.body_markdown)),  # noqa: S704 (cleaned by nh3 in as_html)
        preheader=mail.preheader or _first_words(mail),
        wide=mail.language in _WIDE,
    )
    return _INLINER.inline(page)


def text_body(mail: MailText) -> str:
    """The same as plain text, with the slot for the unsubscribe link."""
    return _template("frame.txt").render(**_frame(mail), body=as_text(mail.body_markdown))


def _frame(mail: MailText) -> dict[str, object]:
    words = frame_words(mail.language)
    return {
        "mail": mail,
        "words": words,
        "link_label": mail.link_label or words["follow"],
        "unsubscribe_url": UNSUBSCRIBE_SLOT,
    }


def _first_words(mail: MailText) -> str:
    """The line that a list of mails shows beside the subject."""
    promise = mail.next_update
    closing = f" {frame_words(mail.language)['next_update']} {promise.by}" if promise else ""
    words = " ".join(as_text(mail.body_markdown).split())
    room = _PREHEADER_LENGTH - len(closing)
    if len(words) > room:
        cut = words[:room]
        words = (cut if mail.language in _WIDE else cut.rpartition(" ")[0] or cut) + "…"
    return words + closing


@functools.cache
def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=name.endswith(".html"), undefined=jinja2.StrictUndefined, trim_blocks=False
    )
    file = resources.files("noroshi.delivery.mail").joinpath(name)
    return environment.from_string(file.read_text(encoding="utf-8"))
