"""Every inbound source, one line each."""

from __future__ import annotations

from noroshi.intake.contract import Source
from noroshi.intake.sources.alertmanager.parse import Alertmanager

SOURCES: dict[str, Source] = {
    "alertmanager": Alertmanager(),
}
