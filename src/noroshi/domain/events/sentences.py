"""One plain line for an event, as the log shows it: "Update 3 published, promise kept"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, tzinfo

from noroshi.domain.events.kinds import Event
from noroshi.domain.events.wordings import WORDINGS
from noroshi.domain.incident import Subject
from noroshi.domain.language import pick
from noroshi.domain.named import message_name, usual_kind

_NO_NAMES: Mapping[str, str] = {}
_OURSELVES = "Noroshi"
_GAP = "–"


def sentence(
    event: Event,
    language: str,
    *,
    names: Mapping[str, str] = _NO_NAMES,
    zone: tzinfo = UTC,
    planned_work: Collection[int] = (),
) -> str:
    """The line of the log for ``event``. It never fails: what is missing shows as a dash.

    Args:
        names: what to call people, questions, components, pages, channels and renditions, by
            the key that stands in the event ("email.customers.en": "E-mail to customers").
        zone: the time zone for times in the line.
        planned_work: those of the log's incident numbers that are maintenance: what is said of
            it is no "update".
    """
    line = pick(WORDINGS[event.kind], language)
    is_planned = event.incident_number in planned_work
    subject = Subject.MAINTENANCE if is_planned else Subject.INCIDENT
    return line.format_map(_Slots(event, language, names, zone=zone, subject=subject))


class _Slots(dict[str, str]):
    """The slots of a wording, filled from an event when asked for."""

    def __init__(
        self,
        event: Event,
        language: str,
        names: Mapping[str, str],
        *,
        zone: tzinfo,
        subject: Subject,
    ) -> None:
        super().__init__()
        self._event = event
        self._language = language
        self._names = names
        self._zone = zone
        self._subject = subject
        self._made: dict[str, Callable[[], str]] = {
            "who": self._who,
            "_alert": self._alert,
            "_because": self._because,
            "_due": self._due,
            "_fact": self._fact,
            "_late": self._late,
            "_Message": self._message,
            "_message": lambda: self._message(inside=True),
            "_promise": self._promise,
            "_scope": self._scope,
            "_text": self._text,
            "_when": self._when,
        }

    def __missing__(self, slot: str) -> str:
        if slot in self._made:
            return self._made[slot]()
        return self._plain(slot) or _GAP

    def _say(self, en: str, ja: str) -> str:
        return ja if self._language == "ja" else en

    def _plain(self, key: str) -> str:
        value = self._event.data.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{value:,}"
        return self._named(value)

    def _named(self, value: object) -> str:
        """On one line, under the name that people know it by."""
        if value is None:
            return ""
        if isinstance(value, Mapping):
            value = pick(value, self._language)
        return self._names.get(str(value), " ".join(str(value).split()))

    def _who(self) -> str:
        actor = self._event.actor
        return _OURSELVES if actor == "system" else self._named(actor) or _OURSELVES

    def _alert(self) -> str:
        if self._event.data.get("status") == "resolved":
            return self._say("Alert ended", "アラート終了")
        return self._say("Alert", "アラート")

    def _because(self) -> str:
        reason = self._plain("reason")
        return self._say(f": {reason}", f"：{reason}") if reason else ""

    def _due(self) -> str:
        try:
            due = datetime.fromisoformat(self._plain("due_at"))
        except ValueError:
            return _GAP
        return due.astimezone(self._zone).strftime("%H:%M")

    def _when(self) -> str:
        """A time that may lie days ahead, with its day."""
        try:
            due = datetime.fromisoformat(self._plain("due_at"))
        except ValueError:
            return _GAP
        return due.astimezone(self._zone).strftime("%Y-%m-%d %H:%M")

    def _fact(self) -> str:
        question = self._plain("question") or _GAP
        answer = self._answer()
        return self._say(f"{question}: {answer}", f"{question}：{answer}") if answer else question

    def _answer(self) -> str:
        if self._event.data.get("unknown"):
            return self._say("not known yet", "まだ不明")
        values = self._event.data.get("values")
        if not isinstance(values, Mapping):
            return ""
        return self._named(pick(values, self._language, fallback="*"))

    def _late(self) -> str:
        seconds = self._event.data.get("late_seconds")
        if not isinstance(seconds, int | float):
            return ""
        minutes = max(1, round(seconds / 60))
        return self._say(f" by {minutes:,} min", f"（{minutes:,}分遅れ）")

    def _message(self, *, inside: bool = False) -> str:
        number, kind = self._plain("message") or _GAP, usual_kind(self._subject)
        return message_name(kind, number, self._language, inside=inside)

    def _promise(self) -> str:
        kept = self._event.data.get("promise_kept")
        if kept is None:
            return ""
        if kept:
            return self._say(", promise kept", "（約束どおり）")
        return self._say(", promise missed", "（約束の時刻を超過）")

    def _scope(self) -> str:
        parts = [self._listed("components"), self._listed("regions")]
        return self._say(", ", "、").join(part for part in parts if part) or _GAP

    def _text(self) -> str:
        """Which text of the message; nothing when it is about all of them."""
        name = self._plain("rendition")
        return self._say(f", {name}", f"（{name}）") if name else ""

    def _listed(self, key: str) -> str:
        items = self._event.data.get(key)
        if not isinstance(items, Sequence) or isinstance(items, str):
            return ""
        return self._say(", ", "、").join(self._named(item) for item in items)
