"""What readers said back about an incident, for the room and the review (G3)."""

from __future__ import annotations

from noroshi.domain.feedback import Feedback, counted
from noroshi.storage import feedback


def heard(number: int) -> Feedback:
    """The figures, and the words of those who found something unclear."""
    return counted(feedback.of_incident(number))
