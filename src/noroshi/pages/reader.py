"""One language of one page: its words, its times, and texts with a fallback that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup, escape

from noroshi.pages.state import PageState, Text
from noroshi.pages.text import markdown, one_line
from noroshi.pages.times import Times
from noroshi.pages.words import words_for
from noroshi.pages.words.vocabulary import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """The reader that a file is written for. Templates ask it for every text they show."""

    language: str
    default_language: str
    words: Words
    times: Times
    now: datetime

    def plain(self, text: Text) -> str:
        """``text`` on one line, in this language or the nearest one that exists."""
        return one_line(text.get(self._source(text), ""))

    def said(self, text: Text) -> Markup:
        """``text`` escaped; marked with its own language when it is not the page's."""
        plain = self.plain(text)
        source = self._source(text)
        if plain and source != self.language:
            return Markup('<span lang="{}">{}</span>').format(source, plain)
        return escape(plain)

    def body(self, text: Text) -> Markup:
        """Markdown ``text`` as safe HTML; marked with its own language when it differs."""
        source = self._source(text)
        html = markdown(text.get(source, ""))
        if html and source != self.language:
            return Markup('<div lang="{}">{}</div>').format(source, html)
        return html

    def source(self, text: Text) -> str:
        """``text`` as it was written, in this language or the nearest one that exists."""
        return text.get(self._source(text), "")

    def span(self, length: timedelta) -> str:
        """A length of time in words, to the minute, never less than one."""
        minutes = max(1, int(length.total_seconds() // 60))
        if minutes == 1:
            return self.words.minute
        if minutes < 60:
            return self.words.minutes.format(n=minutes)
        hours, rest = divmod(minutes, 60)
        template = self.words.hours_minutes if rest else self.words.hours
        return template.format(h=hours, m=rest)

    def fill(self, template: str, **values: object) -> Markup:
        """A sentence of the page's own words with ``values`` in its slots; Markup stays Markup."""
        return escape(template).format(**values)

    def time(self, at: datetime, kind: str = "m") -> Markup:
        """A moment that the page's script may put into the reader's own zone.

        ``kind``: m a moment, d one with its year, k hours and minutes, f a whole day.
        """
        times = self.times
        write = {"m": times.moment, "d": times.dated, "k": times.clock, "f": times.full_day_of}
        whole = Markup('<time datetime="{}" data-t="{}">{}</time>')
        return whole.format(times.iso(at), kind, write[kind](at))

    def as_of(self) -> Markup:
        """When the page was made; a script adds how long ago that is."""
        iso = self.times.iso(self.now)
        return self.fill(
            self.words.as_of,
            time=self.time(self.now, "k"),
            zone=Markup("<span data-z>{}</span>").format(self.times.zone_name(self.now)),
            date=self.time(self.now, "f"),
        ) + Markup(' <span class="ago" data-to="{}" data-made></span>').format(iso)

    def updates(self, count: int) -> str:
        """How many updates there were."""
        return self.words.updates_one if count == 1 else self.words.updates_many.format(n=count)

    def _source(self, text: Text) -> str:
        for language in (self.language, self.default_language, *sorted(text)):
            if text.get(language, "").strip():
                return language
        return self.language


def reader_for(state: PageState, language: str) -> Reader:
    """The reader of ``language`` of this page."""
    zone = state.site.time_zones.get(language, state.site.time_zone)
    return Reader(
        language=language,
        default_language=state.site.default_language,
        words=words_for(language),
        times=Times(language=language, zone=zone, now=state.built_at),
        now=state.built_at,
    )
