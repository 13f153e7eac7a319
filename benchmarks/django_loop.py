"""A loop of Django's send(): what most products do. A fixed slower thing to compare with."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from benchmarks.sinks import Measured


def loop(port: int, *, mails: int, text: str, page: str) -> Measured:
    """So many mails of two parts, each with a connection of its own."""
    if not settings.configured:
        settings.configure()
    relay = get_connection(
        "django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=port
    )
    started, cpu = time.perf_counter(), time.process_time()
    for number in range(mails):
        mail = EmailMultiAlternatives(
            "Update", text, "status@example.com", [f"r{number}@example.com"], connection=relay
        )
        mail.attach_alternative(page, "text/html")
        mail.send()
    took = time.perf_counter() - started
    return Measured(rate=mails / took, cpu_us=(time.process_time() - cpu) / mails * 1e6)
