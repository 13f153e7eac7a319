"""What providers that are called by HTTP have in common: sessions, answers, settings, mails."""

from __future__ import annotations
