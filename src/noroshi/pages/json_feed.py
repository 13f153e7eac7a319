"""``feed.json``: the page's feed as JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

from noroshi.pages.compact import as_json
from noroshi.pages.entries import Entry, iso
from noroshi.pages.feeds import Feed
from noroshi.pages.render import Renderer


def json_feed(renderer: Renderer, feed: Feed) -> bytes:
    """The same entries, in the same order and with the same ids as in the XML feeds."""
    reader, site = renderer.reader, renderer.state.site
    company = reader.plain({reader.language: site.company})
    return as_json(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": feed.home,
            "feed_url": f"{feed.base}feed.json",
            "description": reader.words.history_text,
            "language": reader.language,
            "authors": [{"name": company, "url": feed.home}],
            "items": [_item(entry) for entry in feed.entries],
        }
    )


def _item(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.link,
        "title": entry.title,
        "content_html": str(entry.html),
        "date_published": iso(entry.published),
        "date_modified": iso(entry.changed),
        "tags": [entry.category],
    }
