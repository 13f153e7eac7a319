"""How long a text may be on each channel: one table, for everything that counts, shows or sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from noroshi.domain.channel import Channel
from noroshi.domain.lengths.unit import Unit


class Part(StrEnum):
    """What of a rendition a limit counts, as it is sent."""

    SUBJECT = "subject"
    BODY = "body"
    WHOLE = "whole"  # subject and body together


class Mark(StrEnum):
    """How well a limit is known."""

    VERIFIED = "verified"  # against the vendor's server or library
    DOCUMENTED = "documented"  # by the vendor
    SECOND_HAND = "second-hand"
    UNVERIFIED = "unverified"  # to be looked up again before a program relies on it
    OURS = "ours"  # chosen for the reader's sake, or to stay within what transport takes


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How long a part may be on a channel. Where a channel has several, all of them hold."""

    part: Part
    unit: Unit
    most: int
    source: str
    mark: Mark


LIMITS: Mapping[Channel, tuple[Limit, ...]] = {
    Channel.STATUS_PAGE: (
        Limit(
            part=Part.SUBJECT,
            unit=Unit.CODEPOINTS,
            most=120,
            source="Statuspage clients and the page's layout cut longer titles",
            mark=Mark.OURS,
        ),
        Limit(
            part=Part.BODY,
            unit=Unit.CODEPOINTS,
            most=10_000,
            source="Longer than any update that is read to its end",
            mark=Mark.OURS,
        ),
    ),
    Channel.EMAIL: (
        Limit(
            part=Part.SUBJECT,
            unit=Unit.CODEPOINTS,
            most=78,
            source="RFC 5322, 2.1.1: a line should be no longer; phones cut longer subjects",
            mark=Mark.UNVERIFIED,
        ),
        Limit(
            part=Part.BODY,
            unit=Unit.CODEPOINTS,
            most=20_000,
            source="Longer than any mail that is read to its end",
            mark=Mark.OURS,
        ),
    ),
    Channel.WEBHOOK: (
        Limit(
            part=Part.SUBJECT,
            unit=Unit.CODEPOINTS,
            most=120,
            source="As on the status page",
            mark=Mark.OURS,
        ),
        Limit(
            part=Part.BODY,
            unit=Unit.CODEPOINTS,
            most=5_000,
            source="Standard Webhooks 1.0.0 asks for payloads under 20 kB",
            mark=Mark.OURS,
        ),
    ),
    Channel.SMS: (
        Limit(
            part=Part.BODY,
            unit=Unit.GSM_SEGMENTS,
            most=3,
            source="Our default; AWS End User Messaging takes 1,530 characters, 630 in UCS-2",
            mark=Mark.OURS,
        ),
    ),
    Channel.PUSH: (
        Limit(
            part=Part.WHOLE,
            unit=Unit.JSON_UTF8,
            most=3_993 - 193,
            source="RFC 8291, 4: 3,993 bytes, less 193 for the JSON around and the address",
            mark=Mark.UNVERIFIED,
        ),
    ),
    Channel.X: (
        Limit(
            part=Part.BODY,
            unit=Unit.X_WEIGHTED,
            most=280,
            source="twitter-text 3.1.0, configuration version 3",
            mark=Mark.VERIFIED,
        ),
    ),
    Channel.BLUESKY: (
        Limit(
            part=Part.BODY,
            unit=Unit.GRAPHEMES,
            most=300,
            source="Lexicon app.bsky.feed.post, maxGraphemes",
            mark=Mark.VERIFIED,
        ),
        Limit(
            part=Part.BODY,
            unit=Unit.UTF8,
            most=3_000,
            source="Lexicon app.bsky.feed.post, maxLength",
            mark=Mark.VERIFIED,
        ),
    ),
    Channel.MASTODON: (
        Limit(
            part=Part.BODY,
            unit=Unit.MASTODON,
            most=500,
            source="Mastodon's default; an instance may have another",
            mark=Mark.UNVERIFIED,
        ),
    ),
    Channel.LINE: (
        Limit(
            part=Part.BODY,
            unit=Unit.UTF16,
            most=5_000,
            source="LINE Developers, character count of a text message",
            mark=Mark.DOCUMENTED,
        ),
    ),
    # A message takes 40,000 and is cut in silence; the text of one section is the safe measure.
    Channel.SLACK: (
        Limit(
            part=Part.BODY,
            unit=Unit.CODEPOINTS,
            most=3_000,
            source="Slack, Block Kit: the text of a section",
            mark=Mark.SECOND_HAND,
        ),
    ),
    Channel.BLOG: (
        Limit(
            part=Part.SUBJECT,
            unit=Unit.CODEPOINTS,
            most=120,
            source="As on the status page",
            mark=Mark.OURS,
        ),
        Limit(
            part=Part.BODY,
            unit=Unit.CODEPOINTS,
            most=50_000,
            source="One post grows by every update of the incident",
            mark=Mark.OURS,
        ),
    ),
}
"""Every limit: for the composer, the guardrail, the preview and whatever sends."""
