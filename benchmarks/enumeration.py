"""Whether the time of an answer tells strangers who is subscribed; one JSON line.

    make bench-enumeration
    make bench-enumeration ARGS="--pairs 200 --naive"

Known and unknown addresses are asked about in random order, through every layer of the product but
the network, which would only add noise: what cannot be told apart here cannot be from outside.
``overlap`` is the chance that an answer about a known address took longer than one about an unknown
one (Mann-Whitney's U over the number of pairs): 0.5 is a coin. Bytes and headers are compared too.

``--naive`` is the proof that a difference would be seen: there the address is looked up, and whoever
is new is written down, while the reader waits, as the simplest program would have it.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import math
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from noroshi.host.temporary import temporary_postgres

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

_FURTHEST = 0.03
"""From a coin. With 2,000 pairs one sigma of chance is 0.009."""
_CLOCKS = {"Expires", "Last-Modified"}
_WRONG_CODE = "000000"  # one of a million codes is this one


@dataclass(kw_only=True)
class Answers:
    """What strangers see about addresses of one kind."""

    seconds: list[float] = field(default_factory=list)
    looks: set[str] = field(default_factory=set)

    def note(self, answer: HttpResponse, took: float) -> None:
        """Keep how long it took, and everything in it that is not a token."""
        self.seconds.append(took)
        text = re.sub(r'name="(asking|csrfmiddlewaretoken)" value="[^"]+"', "", _text(answer))
        text = re.sub(r'data-now="[^"]+"', "", text)
        heads = sorted((name, value) for name, value in answer.items() if name not in _CLOCKS)
        self.looks.add(f"{answer.status_code} {heads} {text}")


Ask = Callable[[str], "HttpResponse"]
Question = Callable[[Sequence[str]], Ask]
"""Given the addresses that will be asked about: how to ask about one."""


def main() -> None:
    """Measure each question that strangers can ask, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=2_000)
    parser.add_argument("--naive", action="store_true")
    parser.add_argument("--only", choices=("subscribe", "ask_to_manage", "type_a_code"))
    given = parser.parse_args()
    with temporary_postgres() as url, tempfile.TemporaryDirectory() as directory:
        os.environ |= {
            "DATABASE_URL": url,
            "NOROSHI_DATA_DIR": directory,
            "NOROSHI_SECRET_KEY": "a key for benchmarks only, 0123456789abcdef",
            "DJANGO_SETTINGS_MODULE": "noroshi.settings",
        }
        import django

        django.setup()
        logging.getLogger("django.request").setLevel(logging.ERROR)  # each wrong code is a line
        print(json.dumps(_measured(given.pairs, naive=given.naive, only=given.only)))


def _measured(pairs: int, *, naive: bool, only: str | None) -> dict[str, object]:
    from benchmarks import scene
    from noroshi.bootstrap.context import context
    from noroshi.web.services import Services, install

    scene.prepare(pairs)
    install(Services(context=context()))
    known = [f"reader{n}@example.com" for n in range(1, pairs + 1)]
    unknown = [f"nobody{n}@example.com" for n in range(1, pairs + 1)]
    questions: dict[str, Question] = {
        "subscribe": lambda _: _naively(_subscribe) if naive else _subscribe,
        "ask_to_manage": lambda _: _manage,
        "type_a_code": _code,
    }
    found = {
        name: _compared(known, unknown, make([*known, *unknown]))
        for name, make in questions.items()
        if only in {None, name}
    }
    far = [abs(float(str(one["overlap"])) - 0.5) > _FURTHEST for one in found.values()]
    alike = all(one["same_bytes_and_headers"] for one in found.values())
    return {"pairs": pairs, "naive": naive, **found, "passed": alike and not any(far)}


def _compared(known: Sequence[str], unknown: Sequence[str], ask: Ask) -> dict[str, object]:
    about = {kind: Answers() for kind in ("known", "unknown")}
    todo = [("known", one) for one in known] + [("unknown", one) for one in unknown]
    random.shuffle(todo)
    for address in ("warm@example.com", "warmer@example.com"):
        ask(address)
    gc.disable()
    for kind, address in todo:
        began = time.perf_counter()
        answer = ask(address)
        about[kind].note(answer, time.perf_counter() - began)
    gc.enable()
    if len(about["known"].looks) > 1:
        print(*about["known"].looks, sep="\n\n", file=sys.stderr)
    first, second = about["known"], about["unknown"]
    overlap, p = mann_whitney(first.seconds, second.seconds)
    return {
        "median_known_ms": _ms(first.seconds),
        "median_unknown_ms": _ms(second.seconds),
        "overlap": round(overlap, 4),
        "p": round(p, 3),
        "same_bytes_and_headers": first.looks == second.looks and len(first.looks) == 1,
    }


def mann_whitney(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """The chance that a value of ``one`` is the larger of a pair, and how likely chance made it so.

    The two-sided normal approximation; ties are as good as absent among nanoseconds.
    """
    marked = sorted([(value, True) for value in one] + [(value, False) for value in other])
    ranks = sum(rank for rank, (_, is_one) in enumerate(marked, 1) if is_one)
    n, m = len(one), len(other)
    u = ranks - n * (n + 1) / 2
    sigma = math.sqrt(n * m * (n + m + 1) / 12)
    return u / (n * m), math.erfc(abs(u - n * m / 2) / sigma / math.sqrt(2))


def _ms(seconds: Iterable[float]) -> float:
    return round(statistics.median(seconds) * 1_000, 3)


def _text(answer: HttpResponse) -> str:
    return answer.content.decode()


def _reader() -> Client:
    """Somebody in a network of their own: the limit of a network is not what is measured."""
    from django.test import Client

    home = ":".join(f"{random.getrandbits(16):x}" for _ in range(4))
    return Client(SERVER_NAME="localhost", REMOTE_ADDR=f"2001:db8:{home}::1")


def _subscribe(address: str) -> HttpResponse:
    form = {"by": "email", "email": address, "language": "en"}
    return _reader().post("/subscribe", form)  # type: ignore[return-value]


def _manage(address: str) -> HttpResponse:
    form = {"by": "email", "email": address}
    return _reader().post("/subscriptions/", form)  # type: ignore[return-value]


def _code(addresses: Sequence[str]) -> Ask:
    """Type a wrong code: those who are known were sent one, as a worker does it."""
    from noroshi.actions.ask_to_manage import Whose, ask_to_manage
    from noroshi.actions.consider_asking import consider_asking
    from noroshi.actions.prove_address import new_code
    from noroshi.bootstrap.context import context
    from noroshi.domain.asking import Means
    from noroshi.kernel.ids import token_hash
    from noroshi.storage import askings

    tokens: dict[str, str] = {}
    for address in addresses:
        whose = Whose(means=Means.EMAIL, address=address, language="en")
        tokens[address] = ask_to_manage(context(), whose)
        asked = askings.by_token(token_hash(tokens[address]))
        if asked:
            consider_asking(context(), asked.id)
            new_code(context(), asked.id)

    def ask(address: str) -> HttpResponse:
        form = {"by": "email", "asking": tokens.get(address, "x" * 43), "code": _WRONG_CODE}
        return _reader().post("/subscriptions/code/", form)  # type: ignore[return-value]

    return ask


def _naively(ask: Ask) -> Ask:
    """As the simplest program does it: what is known or new is seen to before the answer."""
    from noroshi.actions.consider_asking import consider_asking
    from noroshi.bootstrap.context import context
    from noroshi.storage.models import Asking

    def asked(address: str) -> HttpResponse:
        answer = ask(address)
        newest = Asking.objects.latest("id")
        consider_asking(context(), newest.pk)
        return answer

    return asked


if __name__ == "__main__":
    main()
