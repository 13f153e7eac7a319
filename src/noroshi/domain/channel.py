"""Channels: the means by which a message reaches its readers (P8)."""

from __future__ import annotations

from enum import StrEnum

from noroshi.domain.language import Localised


class Channel(StrEnum):
    """The kind of means. A new provider is not a new channel."""

    STATUS_PAGE = "status_page"
    EMAIL = "email"
    WEBHOOK = "webhook"
    SMS = "sms"
    PUSH = "push"
    X = "x"
    BLUESKY = "bluesky"
    MASTODON = "mastodon"
    LINE = "line"
    SLACK = "slack"
    BLOG = "blog"


NAMES: dict[Channel, Localised] = {
    Channel.STATUS_PAGE: {"en": "Status page", "ja": "ステータスページ"},
    Channel.EMAIL: {"en": "E-mail", "ja": "メール"},
    Channel.WEBHOOK: {"en": "Webhook", "ja": "Webhook"},
    Channel.SMS: {"en": "SMS", "ja": "SMS"},
    Channel.PUSH: {"en": "Push notice", "ja": "プッシュ通知"},
    Channel.X: {"en": "X", "ja": "X"},
    Channel.BLUESKY: {"en": "Bluesky", "ja": "Bluesky"},
    Channel.MASTODON: {"en": "Mastodon", "ja": "Mastodon"},
    Channel.LINE: {"en": "LINE", "ja": "LINE"},
    Channel.SLACK: {"en": "Slack", "ja": "Slack"},
    Channel.BLOG: {"en": "Blog", "ja": "ブログ"},
}
"""What people call each channel."""

SHORT = frozenset({Channel.SMS, Channel.PUSH, Channel.X, Channel.BLUESKY, Channel.MASTODON})
"""Channels that carry the essence and the link to the status page (R6)."""

BY_HAND = frozenset(
    {
        Channel.SMS, Channel.PUSH, Channel.X, Channel.BLUESKY, Channel.MASTODON, Channel.LINE,
        Channel.SLACK, Channel.BLOG,
    }
)  # fmt: skip
"""Channels without a provider: a named person posts the approved text and says so (R11)."""


AT_RECEIVERS = frozenset({Channel.WEBHOOK, Channel.PUSH})
"""Channels on which each receiver has a server of its own: what one of them answers says nothing
about our account, nor about the others."""


HAS_SUBJECT = frozenset(
    {Channel.STATUS_PAGE, Channel.EMAIL, Channel.WEBHOOK, Channel.PUSH, Channel.BLOG}
)
"""Channels that show a subject or title beside the text. On the others only the body is sent."""

PLAIN_TEXT = SHORT | {Channel.LINE}
"""Channels that show a text letter by letter: no Markdown, so nothing in it is escaped."""
