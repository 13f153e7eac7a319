"""The plan as one JSON document, and back: this is how a version is stored, for good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Invalid

_PLAN = TypeAdapter(Plan)


def dump(plan: Plan) -> dict[str, Any]:
    """``plan`` as values that JSON can hold. Durations are ISO 8601."""
    document: dict[str, Any] = _PLAN.dump_python(plan, mode="json")
    return document


def parse(document: Mapping[str, Any]) -> Plan:
    """The plan of a document; what a newer version added and the document lacks has its default.

    Raises:
        Invalid: the document is no plan; ``field`` names the first place at fault.
    """
    try:
        return _PLAN.validate_python(dict(document))
    except ValidationError as invalid:
        first = invalid.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise Invalid(
            f"The stored document is not a plan: {field}: {first['msg']}.",
            way_out="Apply the plan again from its files.",
            field=field,
        ) from invalid
