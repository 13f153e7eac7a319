"""Whether this copy of the installation may send."""

from __future__ import annotations

from noroshi.actions.context import Context
from noroshi.domain.sending import REFUSALS, Why, refusal
from noroshi.domain.verdict import No, Yes
from noroshi.storage import sending_right


def may_send(context: Context) -> Yes | No:
    """Yes, or no with the reason; asked again every few seconds while something is sent (R11)."""
    why = why_not(context)
    return No(reason=REFUSALS[why].why) if why else Yes()


def why_not(context: Context) -> Why | None:
    """Why nothing may be sent from here; None when it may."""
    return refusal(sending_right.right(context.page_root))


def is_copy(context: Context) -> bool:
    """Whether another copy of this installation is the one that speaks; not for a moment only."""
    return why_not(context) not in {None, Why.JUST_BEGUN}
