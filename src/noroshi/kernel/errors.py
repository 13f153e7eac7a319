"""Errors that are for people: what was refused, why, and the way out.

Tree:
    Refusal                 shown to the person who asked; nothing was changed
    ├── NotFound            no such thing, or none that this person may know of (HTTP 404)
    ├── NotAllowed          this person may not do this (HTTP 403)
    ├── Invalid             the input has the wrong shape (HTTP 400, field by field)
    ├── Conflict            the world has moved on since the person looked (HTTP 409)
    └── SetupProblem        the installation cannot start like this (exit code 2)

Everything else is a bug or an outage and reaches one boundary: the job runner, the web error
handler, or the isolation around a provider.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

Said = str | Mapping[str, str]
"""An English sentence, which may name values as ``{value}``; or the sentence in each language."""


class Refusal(Exception):
    """The request was understood and refused; nothing was changed.

    ``why`` is one sentence for a person, ``way_out`` the next step, both in English; ``field`` the
    input at fault. ``why_in`` and ``way_out_in`` tell them in another language: the sentence is
    translated first and ``about`` is filled in afterwards, so never build one with an f-string.
    """

    status = 400

    def __init__(
        self, why: Said, *, way_out: Said = "", field: str = "", **about: str | int | Said
    ) -> None:
        self._why, self._way_out, self._about = why, way_out, about
        self.why = self.why_in("en", str)
        self.way_out = self.way_out_in("en", str)
        self.field = field
        super().__init__(f"{self.why} {self.way_out}".strip())

    def why_in(self, language: str, translate: Callable[[str], str]) -> str:
        """The reason in a language; ``translate`` looks English sentences up."""
        return self._told(self._why, language, translate)

    def way_out_in(self, language: str, translate: Callable[[str], str]) -> str:
        """The next step in a language."""
        return self._told(self._way_out, language, translate)

    def _told(self, said: Said, language: str, translate: Callable[[str], str]) -> str:
        if not isinstance(said, str):
            return _in(said, language)
        sentence = translate(said) if said else ""
        if not self._about:
            return sentence
        return sentence.format_map({name: _in(v, language) for name, v in self._about.items()})


def _in(value: int | Said, language: str) -> str:
    if isinstance(value, Mapping):
        return value.get(language) or value.get("en", "")
    return str(value)


class NotFound(Refusal):
    """There is no such thing, or none that this person may know of."""

    status = 404


class NotAllowed(Refusal):
    """The person may not do this."""

    status = 403


class Invalid(Refusal):
    """The input has the wrong shape; ``field`` says where."""

    status = 400


class Conflict(Refusal):
    """The world has moved on since the person looked."""

    status = 409


class NoRoom(Refusal):
    """There is no room left to keep it. Nothing was saved; the same again may work later."""

    status = 507


class SetupProblem(Refusal):
    """The installation cannot start like this; the process exits with code 2."""
