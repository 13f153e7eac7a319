"""Everything a program may read, of one tree: each file in the tree's language."""

from __future__ import annotations

from noroshi.pages.api_v2.files import api_files
from noroshi.pages.badges import badges
from noroshi.pages.calendar import calendar
from noroshi.pages.digest import history_json, status_json
from noroshi.pages.feeds import feed_files, feed_of
from noroshi.pages.json_feed import json_feed
from noroshi.pages.render import Renderer


def machine_files(renderer: Renderer) -> dict[str, bytes]:
    """The files by their path inside the tree.

    They depend on the language alone: the root and the tree of its language hold the same bytes.
    """
    feed = feed_of(renderer)
    return {
        **api_files(renderer.state, renderer.reader),
        **feed_files(renderer, feed),
        **dict(badges(renderer)),
        "feed.json": json_feed(renderer, feed),
        "maintenance.ics": calendar(renderer),
        "status.json": status_json(renderer),
        "history.json": history_json(renderer),
    }
