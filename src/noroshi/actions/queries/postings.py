"""What is to be posted by hand, with the words to post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from noroshi.domain.channel import Channel
from noroshi.domain.compose import blog
from noroshi.domain.compose.values import time_zone_of
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Person, Plan
from noroshi.domain.posting import (
    Posting,
    PostingState,
    address_of,
    earlier_on_blog,
    state_of,
)
from noroshi.storage import postings


@dataclass(frozen=True, kw_only=True)
class PostingView:
    """One posting. ``words`` is what to paste; ``replaces`` the address of the post to extend."""

    posting: Posting
    state: PostingState
    words: str
    replaces: str
    account: str
    owner: Person | None


def postings_of(plan: Plan, number: int) -> tuple[PostingView, ...]:
    """What an incident owes on channels without a provider, then what was posted, newest first."""
    found = postings.of_incident(number)
    views = [_view(plan, posting, found) for posting in found]
    return tuple(
        sorted(
            views,
            key=lambda view: (
                view.state is not PostingState.OWED,
                -view.posting.message_number,
                list(Channel).index(view.posting.key.channel),
            ),
        )
    )


def words_of(plan: Plan, posting: Posting, others: Sequence[Posting]) -> str:
    """What to paste: on a blog the whole post with this update at its end."""
    entries = earlier_on_blog(posting, others)
    if not entries:
        return posting.body
    language = posting.key.language
    return blog.post(
        (blog.Entry(at=one.owed_at, stage=one.stage, body=one.body) for one in entries),
        language=language,
        zone=time_zone_of(plan, language),
    )


def _view(plan: Plan, posting: Posting, others: Sequence[Posting]) -> PostingView:
    account = select.account(plan, posting.key.channel)
    return PostingView(
        posting=posting,
        state=state_of(posting, others),
        words=words_of(plan, posting, others),
        replaces=address_of(posting, others),
        account=account.name if account else "",
        owner=select.person(plan, account.owner) if account else None,
    )
