"""Three ledgers, compared person by person: the approved snapshot, the database, the sink.

    lost         no copy, although the ledger says that there is one or does not say why there is none
    altered      a copy that is not, byte for byte, the approved text in its frame
    strangers    a copy for somebody, or under a name, that nobody approved
    denied       a copy, although the ledger says that none was ever sent
    pestered     a copy more than a second after the person had left (R16)
    open         neither an outcome nor an end
    duplicates   copies beyond each person's first

Django must be set up. What is expected is made by the product in this process, which nobody
breaks, and is read once more without it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import Any, Final

from chaos.scene import addresses, mail_dispatches, text_of
from chaos.sink import digest, without_own_parts
from chaos.witness import Mail, Witness
from noroshi.actions.queries.links import unsubscribe_base, unsubscribe_tokens
from noroshi.actions.queries.plan import current_plan
from noroshi.bootstrap.context import context
from noroshi.bootstrap.wiring import toolbox
from noroshi.delivery.ledger import Recipient
from noroshi.domain.delivery import MOST_COPIES, State, is_final
from noroshi.storage import messages as message_rows
from noroshi.storage.ledger import PlannedDispatch
from noroshi.storage.models import Batch, DeliveryException
from noroshi.worker.duties.parcels import parcel_maker

_GRACE_S: Final = 1.0
SENT: Final = frozenset({State.ACCEPTED, State.DELIVERED, State.BOUNCED, State.COMPLAINED})
_NOT_SENT: Final = frozenset({State.FAILED, State.SUPPRESSED, State.SUPERSEDED})

Key = tuple[int, int]
"""A text and a person."""


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What the database says of one person's copy."""

    state: State
    reason: str = ""
    doubtful: int = 0


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Numbers of people, but for ``copies``, ``altered``, ``strangers`` and ``duplicates``."""

    people: int
    copies: int
    accepted: int
    lost: int
    altered: int
    strangers: int
    denied: int
    pestered: int
    open: int
    duplicates: int
    most_copies: int
    unknown: int
    listed: Mapping[str, int] = field(default_factory=dict)
    """Everybody else, by state and reason."""

    def complaints(self, *, bound: int | None = None) -> list[str]:
        """Every promise that is broken. ``bound``: so many second copies are allowed."""
        never = ("lost", "altered", "strangers", "denied", "pestered", "open")
        found = [f"{name} {count}" for name in never if (count := getattr(self, name))]
        if self.most_copies > MOST_COPIES:
            found.append(f"{self.most_copies} copies to one person")
        if bound is not None and self.duplicates > bound:
            found.append(f"{self.duplicates} duplicates, {bound} allowed")
        if not self.people:
            found.append("nobody was to get anything")
        return found


def judge(
    messages: int | Sequence[int],
    witness: Witness,
    *,
    since: int = 0,
    left: Mapping[int, float] | None = None,
) -> Verdict:
    """Compare what the sink has from its ``since``-th mail on with what these messages owe.

    ``left``: when people unsubscribed, on the machine's monotonic clock.
    """
    numbers = [messages] if isinstance(messages, int) else messages
    dispatches = [each for number in numbers for each in mail_dispatches(number)]
    forms = witness.forms()
    copies: dict[Key, list[Mail]] = {}
    strangers = altered = 0
    names = _Names(dispatches)
    right = {each.rendition_id: _right_form(each) for each in dispatches}
    for mail in witness.mails(since=since):
        key = names.of(mail)
        if key is None:
            strangers += 1
            continue
        copies.setdefault(key, []).append(mail)
        altered += mail.form != right[key[0]] or not names.personal_parts_are_right(key[1], mail)
    altered += _that_do_not_say(dispatches, forms, right)
    fates = dict(fates_of(dispatches))
    return _verdict(fates, copies, altered=altered, strangers=strangers, left=left or {})


def _verdict(
    fates: Mapping[Key, Fate],
    copies: Mapping[Key, Sequence[Mail]],
    *,
    altered: int,
    strangers: int,
    left: Mapping[int, float],
) -> Verdict:
    sums: Counter[str] = Counter()
    listed: Counter[str] = Counter()
    for key, fate in fates.items():
        found = copies.get(key, ())
        sums["copies"] += len(found)
        sums["duplicates"] += max(len(found) - 1, 0)
        sums["accepted"] += fate.state in SENT
        sums["unknown"] += fate.state is State.UNKNOWN
        sums["open"] += not is_final(fate.state)
        sums["lost"] += not found and (fate.state in SENT or not _says_why(fate))
        sums["denied"] += bool(found) and fate.state in _NOT_SENT and not fate.doubtful
        sums["pestered"] += any(mail.at > left.get(key[1], mail.at) + _GRACE_S for mail in found)
        if fate.state not in SENT:
            listed[f"{fate.state}: {fate.reason}"] += 1
    beyond = sum(len(found) for key, found in copies.items() if key not in fates)
    names = ("copies", "accepted", "lost", "denied", "pestered", "open", "duplicates", "unknown")
    return Verdict(
        people=len(fates),
        altered=altered,
        strangers=strangers + beyond,
        most_copies=max((len(found) for found in copies.values()), default=0),
        listed=dict(listed),
        **{name: sums[name] for name in names},
    )


def _says_why(fate: Fate) -> bool:
    return is_final(fate.state) and bool(fate.reason)


def fates_of(dispatches: Sequence[PlannedDispatch]) -> Iterator[tuple[Key, Fate]]:
    """What the database says of everybody in these dispatches."""
    for dispatch in dispatches:
        batches = Batch.objects.filter(dispatch_id=dispatch.id)
        exceptions = _exceptions(dispatch.id)
        for members, mark, started in batches.values_list("members", "mark", "started"):
            for place, person in enumerate(members):
                fate = exceptions.get(person) or Fate(state=_state_at(place, mark, started))
                yield (dispatch.rendition_id, person), fate


def _state_at(place: int, mark: int, started: int) -> State:
    if place < mark:
        return State.ACCEPTED
    return State.SENDING if place < started else State.QUEUED


def _exceptions(dispatch_id: int) -> dict[int, Fate]:
    rows: Any = DeliveryException.objects.filter(batch__dispatch_id=dispatch_id)
    return {
        person: Fate(state=State(state), reason=reason, doubtful=doubtful)
        for person, state, reason, doubtful in rows.values_list(
            "subscriber_id", "state", "reason", "doubtful"
        )
    }


class _Names:
    """What copies are called, and what in them belongs to one person."""

    def __init__(self, dispatches: Sequence[PlannedDispatch]) -> None:
        domain = re.escape(current_plan().company.mail_from.rpartition("@")[2])
        self._name = re.compile(rf"<msg-(\d+)-(\d+)-(\d+)\.(\d+)@{domain}>")
        self._texts = {each.rendition_id: _numbers(each) for each in dispatches}
        self._addresses = addresses()
        self._link = unsubscribe_base(context())
        self._token = unsubscribe_tokens(context()).sign

    def of(self, mail: Mail) -> Key | None:
        """Whose copy of which text it is; None if nobody's."""
        found = self._name.fullmatch(mail.message_id)
        if not found:
            return None
        incident, number, text, person = map(int, found.groups())
        return (text, person) if self._texts.get(text) == (incident, number) else None

    def personal_parts_are_right(self, person: int, mail: Mail) -> bool:
        """Envelope, address and link are this person's."""
        address = self._addresses.get(person)
        own = mail.recipient == address and mail.to == address
        return own and mail.link.startswith(self._link) and self._token(str(person)) in mail.link


def _numbers(dispatch: PlannedDispatch) -> tuple[int, int]:
    message = message_rows.get(message_rows.rendition(dispatch.rendition_id).message_id)
    return message.incident_number, message.number


_RIGHT: dict[tuple[int, str], str] = {}


def _right_form(dispatch: PlannedDispatch) -> str:
    key = dispatch.id, dispatch.digest
    if key not in _RIGHT:
        _RIGHT[key] = _made_anew(dispatch)
    return _RIGHT[key]


def _made_anew(dispatch: PlannedDispatch) -> str:
    somebody = Recipient(id=1, address="somebody@example.com", language="en")
    content = parcel_maker(toolbox(), dispatch)(somebody).content
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    return digest(without_own_parts(ended))


def _that_do_not_say(
    dispatches: Sequence[PlannedDispatch], forms: Mapping[str, bytes], right: Mapping[int, str]
) -> int:
    """How many of the right forms do not show the approved words to somebody who just reads them."""
    wrong = 0
    for dispatch in dispatches:
        raw = forms.get(right[dispatch.rendition_id])
        wrong += raw is not None and not _says(*text_of(dispatch), raw)
    return wrong


def _says(subject: str, body: str, raw: bytes) -> bool:
    mail = message_from_bytes(raw, policy=default)
    plain = mail.get_body(preferencelist=("plain",))
    if plain is None or str(mail["Subject"]).strip() != subject:
        return False
    shown = _letters(plain.get_content())
    return all(_letters(line) in shown for line in body.splitlines())


def _letters(words: str) -> str:
    return re.sub(r"[\W_]", "", words)
