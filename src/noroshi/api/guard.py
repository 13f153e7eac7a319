"""The guardrails for other tools: the same rules, the same plan, the same answer as on screen."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import ValidationError

from noroshi.actions.queries.guarding import ForeignText, findings_in_foreign
from noroshi.actions.queries.plan import plan_or_none
from noroshi.api.access import ANY_TOKEN
from noroshi.api.answers import Refused
from noroshi.api.bodies import body_of
from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.catalogue import CATALOGUE
from noroshi.domain.guardrails.export import exported_in, exported_rule
from noroshi.domain.guardrails.run import blocks
from noroshi.domain.incident import Stage
from noroshi.kernel.errors import Invalid

router = Router(tags=["guardrails"])


class TextToCheck(Schema):
    """A text, and where it is to go. ``next_update`` is the promised time as the text writes it."""

    body: Annotated[str, Field(max_length=1_000_000)]
    channel: Channel
    language: Annotated[str, Field(min_length=2, max_length=35)]
    subject: Annotated[str, Field(max_length=10_000)] = ""
    audience: Annotated[str, Field(max_length=100)] = "customers"
    stage: Stage = Stage.IDENTIFIED
    next_update: Annotated[str, Field(max_length=100)] = ""


class FoundInText(Schema):
    """One finding. Offsets count code points from 0, lines and columns from 1."""

    code: str
    level: str
    field: str
    start: int
    end: int
    line: int
    column: int
    found: str
    reason: dict[str, str]
    mend: str | None
    mend_label: dict[str, str]


class Checked(Schema):
    """What the guardrails found; ``blocks`` says that the text must not go out as it is."""

    blocks: bool
    with_plan: bool
    findings: list[FoundInText]


class RuleExample(Schema):
    """A text from a rule's documentation."""

    good: bool
    language: str
    text: str


class KnownRule(Schema):
    """A rule of the catalogue. ``firm``: no plan lowers its level."""

    code: str
    name: dict[str, str]
    level: str
    firm: bool
    summary: str
    examples: list[RuleExample]


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": TextToCheck.json_schema()}},
    }
}


@router.post(
    "/check",
    auth=ANY_TOKEN,
    response={200: Checked, (400, 401, 404, 413): Refused},
    openapi_extra=_BODY,
)
def check(request: HttpRequest) -> dict[str, object]:
    """Check a text with the plan in force. Nothing is kept."""
    text = _text(request)
    plan = plan_or_none()
    found = findings_in_foreign(
        plan,
        ForeignText(
            subject=text.subject,
            body=text.body,
            language=text.language,
            channel=text.channel,
            audience=text.audience,
            stage=text.stage,
            next_update=text.next_update,
        ),
    )
    return {
        "blocks": blocks(found),
        "with_plan": plan is not None,
        "findings": exported_in(found, text.subject, text.body),
    }


def _text(request: HttpRequest) -> TextToCheck:
    try:
        return TextToCheck.model_validate_json(body_of(request))
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise Invalid(
            f"The request does not fit: {field or 'body'}: {first['msg']}.", field=field or "body"
        ) from None


@router.get("/rules", auth=ANY_TOKEN, response={200: list[KnownRule], 401: Refused})
def rules(request: HttpRequest) -> list[dict[str, object]]:  # noqa: ARG001
    """Every rule with its level and examples."""
    return [exported_rule(rule) for rule in CATALOGUE]
