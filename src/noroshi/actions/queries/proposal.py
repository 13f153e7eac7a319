"""What a signal proposed, for the person who decides."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.domain.incident import Incident, IncidentState
from noroshi.storage import incidents, signals
from noroshi.storage.signals import StoredSignal


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A proposed incident and the alerts behind it."""

    incident: Incident
    signals: tuple[StoredSignal, ...]

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.incident.state is IncidentState.PROPOSED


def proposal(number: int) -> Proposal:
    """The proposal.

    Raises:
        NotFound: there is no incident of that number.
    """
    return Proposal(incident=incidents.get(number), signals=tuple(signals.of_incident(number)))
