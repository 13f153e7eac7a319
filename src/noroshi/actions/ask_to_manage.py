"""Ask for a code by which a subscription can be managed. The answer tells nobody who is known."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.actions.asking_limits import may_ask
from noroshi.actions.context import Context
from noroshi.actions.subscribe import ask
from noroshi.actions.wish import Wish, typed
from noroshi.domain.asking import Means, Purpose


@dataclass(frozen=True, kw_only=True)
class Whose:
    """An address as somebody typed it; ``language`` is that of the page they typed it on."""

    means: Means
    address: str
    country: str = ""
    language: str


def ask_to_manage(context: Context, whose: Whose, *, network: str = "") -> str:
    """Keep the wish, to be considered by a worker; the token by which the code can be typed.

    A code is sent to addresses that are known, but for every address the same is done here.

    Raises:
        Invalid: the address cannot be one.
        TooMany: this network has asked too often.
    """
    if network:
        may_ask(context, network)
    address = typed(context, whose.means, whose.address, country=whose.country)
    wish = Wish(means=whose.means, address=address, language=whose.language)
    return ask(context, Purpose.MANAGE, wish, address=address)
