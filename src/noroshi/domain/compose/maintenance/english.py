"""Notices of planned work in English, where the plan has none of its own.

Short, with the window first, and an apology in every one (R2, R9). No promise of what nobody has
looked at: a text that the clock sends never says that everything works.
"""

from __future__ import annotations

from collections.abc import Mapping

from noroshi.domain.maintenance import Purpose

SUBJECTS: Mapping[Purpose, str] = {
    Purpose.ANNOUNCE: "Planned maintenance: {{ title }}",
    Purpose.REMIND: "Reminder of planned maintenance: {{ title }}",
    Purpose.START: "Maintenance has begun: {{ title }}",
    Purpose.UPDATE: "Maintenance update: {{ title }}",
    Purpose.OVERRUN: "Maintenance takes longer: {{ title }}",
    Purpose.END: "Maintenance completed: {{ title }}",
    Purpose.CHANGE: "Maintenance rescheduled: {{ title }}",
    Purpose.EXTEND: "Maintenance extended: {{ title }}",
    Purpose.CANCEL: "Maintenance cancelled: {{ title }}",
}

_WINDOW = "- Start: {{ starts_at }}\n- End: {{ ends_at }}"
_MORE = "The latest state: <{{ page_url }}>"

BODIES: Mapping[Purpose, str] = {
    Purpose.ANNOUNCE: "We are sorry to interrupt your work: we will carry out planned maintenance "
    "on {{ components }} in {{ regions }}.\n\n"
    f"{_WINDOW}\n\n{{{{ details }}}}\n\n{_MORE}",
    Purpose.REMIND: "We are sorry to interrupt your work: the planned maintenance on "
    "{{ components }} in {{ regions }} comes soon.\n\n"
    f"{_WINDOW}\n\n{{{{ details }}}}\n\n{_MORE}",
    Purpose.START: "We are sorry for the interruption: the planned maintenance on "
    "{{ components }} in {{ regions }} has begun. It is planned until {{ ends_at }}.\n\n"
    f"{{{{ details }}}}\n\nYou will hear from us when it is over. {_MORE}",
    Purpose.UPDATE: "We are sorry for the interruption by the maintenance on {{ components }} in "
    f"{{{{ regions }}}}.\n\n{{{{ news }}}}\n\n{_MORE}",
    Purpose.OVERRUN: "We are sorry: the maintenance on {{ components }} in {{ regions }} takes "
    "longer than planned. It was to end at {{ ends_at }}.\n\n"
    f"{{{{ details }}}}\n\nYou will hear from us when there is a new time, or when it is over. {_MORE}",
    Purpose.END: "The planned maintenance on {{ components }} in {{ regions }} is completed. We "
    f"are sorry for the interruption.\n\n{_MORE}",
    Purpose.CHANGE: "We are sorry to change your plans: the maintenance on {{ components }} in "
    "{{ regions }} has a new time.\n\n"
    "- New start: {{ starts_at }}\n- New end: {{ ends_at }}\n"
    "- Until now: {{ old_starts_at }} to {{ old_ends_at }}\n\n"
    f"{{{{ details }}}}\n\n{_MORE}",
    Purpose.EXTEND: "We are sorry: the maintenance on {{ components }} in {{ regions }} takes "
    "longer than planned.\n\n- New end: {{ ends_at }}\n- Until now: {{ old_ends_at }}\n\n"
    f"{{{{ details }}}}\n\n{_MORE}",
    Purpose.CANCEL: "We are sorry if you made plans for it: the maintenance on "
    "{{ components }} in {{ regions }} does not take place. It was planned from "
    "{{ old_starts_at }} to {{ old_ends_at }}.\n\n"
    f"A new time will be announced beforehand. {_MORE}",
}
