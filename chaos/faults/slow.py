"""Slow receivers hold up nobody else (R7), and an answer that is lost makes no third copy (R8).

    make chaos-slow [N=20000]

Three fan-outs: with 200 webhooks whose receivers answer a byte each ten seconds, beside the mail; with a
relay that takes long to answer for some people; and with one that cuts the connection instead of
answering the final dot, for one person in a hundred.
"""

from __future__ import annotations

import asyncio
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from chaos.faults.card import Card, parser
from chaos.faults.fanout import asked, begin, is_over, judged, to_the_end
from chaos.nursery import Forked, Nursery
from chaos.stage import Stage, stage
from chaos.toxics import Slicer, proxied

_SLOW_RECEIVERS: Final = 200
_SLOWER: Final = 1.2
_MEMORY_MIB: Final = 50.0
_RATE: Final = 400.0  # of the relay, so that the machine's load decides nothing
_TARPIT_S: Final = 25.0
_STRAGGLERS: Final = 4
_OTHERS_WAIT_S: Final = 15.0
"""For each who is slow: a group waits ten seconds for its last answer (noroshi.delivery.load)."""
_CUT: Final = 0.01

_WEBHOOKS: Final = """
INSERT INTO storage_subscriberrow
       (channel, address, audience, language, time_zone, state, components, regions, secret,
        confirm_hash, consent, created_at, confirmed_at, confirmations_sent, suppressed)
SELECT 'webhook', 'http://127.0.1.' || n || ':' || %s || '/', 'customers', 'en', 'UTC',
       'confirmed', '{}', '{}', 'whsec_' || encode(sha256('k'), 'base64'), '', '{}', now(), now(), 0, ''
  FROM generate_series(1, %s) AS n
"""


def main() -> None:
    """Run it, and print one JSON line."""
    made = parser(__doc__, people=20_000)
    made.add_argument("--parts", nargs="+", default=list(_PARTS), choices=list(_PARTS))
    options = made.parse_args()
    card = Card("slow", seed=options.seed)
    variants = (options.mutant,) if options.mutant else ()
    hosts = ",".join(f"127.0.1.{n}" for n in range(1, _SLOW_RECEIVERS + 1))
    with stage(people=options.people) as here:
        for part in options.parts:
            with here.nursery(
                NOROSHI_ALLOWED_INTERNAL_HOSTS=hosts, NOROSHI_PLAIN_WEBHOOKS="yes"
            ) as nursery:
                here.witness.forget()
                _PARTS[part](card, here, nursery, variants)
                here.witness.behave(rate=0, wait=0.0, cut=0.0)
    card.end()


def _webhooks(card: Card, here: Stage, nursery: Nursery, variants: tuple[str, ...]) -> None:
    """One channel is as slow as can be: the mail beside it is not."""
    here.witness.behave(rate=_RATE)
    baseline, before = _mail_seconds(card, here, nursery.worker(*variants))
    with _receivers() as port:
        _subscribe(port)
        slowed, after = _mail_seconds(card, here, nursery.worker(*variants))
    card.at_most(_SLOWER, mail_slower=round(slowed / baseline, 2))
    card.at_most(_MEMORY_MIB, more_memory_mib=round(after - before, 1))
    card.tell(mail_s=round(baseline, 1))


def _mail_seconds(card: Card, here: Stage, worker: Forked) -> tuple[float, float]:
    """From the first mail to the last, and the worker's memory."""
    # The first update keeps the slow receivers busy for minutes; the second one is measured.
    for _ in range(2):
        here.witness.forget()
        _all_mail(card, here, begin(here, arrived=1))
    arrivals = [mail.at for mail in here.witness.mails()]
    memory = _resident_mib(worker.pid)
    worker.kill()
    here.scene.end_all_work()
    return max(arrivals) - min(arrivals), memory


def _all_mail(card: Card, here: Stage, message: int) -> None:
    owed = sum(each.recipients for each in here.scene.mail_dispatches(message))
    try:
        here.until(lambda: here.witness.count() >= owed, "all mail", within=3 * owed / _RATE + 20)
    except SystemExit:
        card.miss(f"only {here.witness.count()} of {owed} mails")


def _tarpit(card: Card, here: Stage, nursery: Nursery, variants: tuple[str, ...]) -> None:
    """Some people's final dot is answered late: it is waited for, beside the others."""
    people = _people()
    here.witness.behave(wait=_share_of(_STRAGGLERS, people), seconds=_TARPIT_S)
    nursery.worker(*variants)
    begun = time.monotonic()
    message = begin(here, arrived=1)
    to_the_end(card, here, message, within=_TARPIT_S * 3 + 60)
    arrivals = sorted(mail.at - begun for mail in here.witness.mails())
    card.at_most(
        _OTHERS_WAIT_S * _STRAGGLERS + len(people) / _RATE, tarpit_others_s=round(arrivals[-1], 1)
    )
    verdict = here.judge(message)
    card.at_most(0, tarpit_lost=verdict.lost, tarpit_open=verdict.open)
    card.at_most(0, tarpit_duplicates=verdict.duplicates)


def _cut(card: Card, here: Stage, nursery: Nursery, variants: tuple[str, ...]) -> None:
    """The relay took the mail, and nobody heard of it: tried once more, with the same Message-ID."""
    here.witness.behave(cut=_CUT, times=1_000_000)
    nursery.worker(*variants)
    message = begin(here, arrived=1)

    def over() -> bool:
        _hurry()
        return is_over(here, message)

    try:
        here.until(over, "the end", within=120)
    except SystemExit:
        to_the_end(card, here, message, within=0)
    verdict = judged(card, here, message, duplicates=int(_people_count() * _CUT * 1.5) + 5)
    doubtful = verdict.accepted + verdict.unknown
    card.at_least(verdict.people, accepted_or_unknown=doubtful)
    card.at_most(_people_count() * _CUT * 1.5 + 5, unknown=verdict.unknown)


def _hurry() -> None:
    """Make every next attempt due, as if its minutes had passed."""
    from django.db import connection

    def bring_forward() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE storage_deliveryexception SET next_attempt_at = now() - interval '1 s'"
                " WHERE state = 'queued'"
            )

    asked(bring_forward)


def _people() -> list[str]:
    from chaos.scene import addresses

    return list(addresses().values())


def _people_count() -> int:
    return len(_people())


def _share_of(count: int, people: list[str]) -> float:
    """The share under which the relay's lot falls on so many of these people."""
    import zlib

    lots = sorted(zlib.crc32(person.encode()) / 2**32 for person in people)
    return statistics.mean(lots[count - 1 : count + 1])


def _subscribe(port: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_WEBHOOKS, [port, _SLOW_RECEIVERS])


def _resident_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


@contextmanager
def _receivers() -> Iterator[int]:
    """A web server behind a slicer; the port is the same on every address of this machine."""
    ready = threading.Event()
    made: dict[str, int] = {}
    loop = asyncio.new_event_loop()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()

    async def serve() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        made["port"] = server.sockets[0].getsockname()[1]
        ready.set()
        await server.serve_forever()

    threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True).start()
    ready.wait(10)
    with proxied("127.0.0.1", made["port"], seed=0, listen="0.0.0.0") as proxy:  # noqa: S104
        proxy.add("slices", Slicer(size=1, delay=10.0))
        yield proxy.own_port


_PARTS: Final = {"webhooks": _webhooks, "tarpit": _tarpit, "cut": _cut}


if __name__ == "__main__":
    main()
