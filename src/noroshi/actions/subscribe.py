"""Ask for updates. Nothing but one proof is asked for before the person says yes again."""

from __future__ import annotations

from dataclasses import asdict

from noroshi.actions.asking_limits import may_ask
from noroshi.actions.context import Context
from noroshi.actions.queries.disk_room import require_room_for_readers
from noroshi.actions.queries.offers import offered
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.wish import Wish, check_choice, check_reader, typed
from noroshi.domain.asking import CHANNEL_OF, Purpose
from noroshi.jobs.payloads import ConsiderAsking
from noroshi.jobs.queue import defer
from noroshi.kernel.errors import Invalid
from noroshi.kernel.ids import new_token, token_hash
from noroshi.storage import askings
from noroshi.storage.askings import NewAsking
from noroshi.storage.unit_of_work import unit_of_work


def subscribe(context: Context, wish: Wish, *, network: str = "") -> str:
    """Keep the wish, to be considered by a worker; the token by which a code can be typed.

    Whoever the address belongs to, the same is done here in the same time: whether it is known is
    looked up later, by ``consider_asking``.

    Raises:
        Invalid: the address cannot be one, or nothing is offered by these means.
        NotFound: the plan has no such component or region.
        TooMany: this network has asked too often.
        NoRoom: the disk is nearly full.
    """
    require_room_for_readers(context)
    if network:
        may_ask(context, network)
    plan = current_plan()
    address = typed(context, wish.means, wish.address, country=wish.country)
    check_reader(plan, language=wish.language, time_zone=wish.time_zone)
    check_choice(plan, wish.choice)
    if wish.means not in offered(context, plan):
        raise Invalid("We do not send messages this way.", field="means")
    return ask(context, Purpose.SUBSCRIBE, wish, address=address)


def ask(context: Context, purpose: Purpose, wish: Wish, *, address: str) -> str:
    """Keep what somebody asks for about an address; the token of whoever asked."""
    token = new_token()
    with unit_of_work():
        asking = askings.keep(
            NewAsking(
                token_hash=token_hash(token),
                purpose=purpose,
                channel=CHANNEL_OF[wish.means],
                address=address,
                wish=asdict(wish.choice.tidy())
                | {
                    "paused_until": None,
                    "language": wish.language,
                    "time_zone": wish.time_zone,
                    "page": wish.page,
                },
                asked_at=context.clock.now(),
            )
        )
        defer(ConsiderAsking(asking_id=asking))
    return token
