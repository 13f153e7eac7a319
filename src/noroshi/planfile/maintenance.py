"""From the checked document to how planned work is told."""

from __future__ import annotations

from noroshi.domain.plan import model
from noroshi.planfile import schema
from noroshi.planfile.scenario import outlet


def maintenance(doc: schema.MaintenanceDoc) -> model.MaintenancePlan:
    """Reminders longest first, as they are sent."""
    return model.MaintenancePlan(
        remind_before=tuple(sorted(set(doc.remind_before), reverse=True)),
        auto_start=doc.auto_start,
        auto_end=doc.auto_end,
        outlets=tuple(map(outlet, doc.outlets)),
        texts=tuple(
            model.MaintenanceText(
                purpose=purpose, language=language, subject=subject, body=text.body[language]
            )
            for purpose, text in doc.texts.items()
            for language, subject in text.subject.items()
        ),
    )
