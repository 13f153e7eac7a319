"""The form of an account, made from its provider's descriptor. Secrets go in and never come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from noroshi.actions.provider_wish import Wish, has_fallback
from noroshi.delivery.contract import Descriptor, Field
from noroshi.domain.language import Localised
from noroshi.domain.provider_account import RELAY, ProviderAccount
from noroshi.kernel.errors import Invalid, Refusal

SETTING = "setting-"
SECRET = "secret-"  # noqa: S105 - what the names of such fields begin with
OWN = ("name", "weight", "rate_per_second", "canary_address")


@dataclass(frozen=True, kw_only=True)
class Input:
    """One field of the form: how it is called, what stands in it, what was wrong with it."""

    field: Field
    value: str
    is_kept: bool
    refusal: Refusal | None
    stands_in: bool  # whether the plan says what stands there when it is empty

    @property
    def name(self) -> str:
        """Its name in the form."""
        return (SECRET if self.field.secret else SETTING) + self.field.name

    @property
    def label(self) -> Localised:
        """What people call it."""
        return self.field.label

    @property
    def is_needed(self) -> bool:
        """Whether somebody has to fill it in."""
        has = self.stands_in or self.is_kept or self.field.default
        return self.field.required and not has


@dataclass(frozen=True, kw_only=True)
class Form:
    """Everything that can be typed about an account."""

    descriptor: Descriptor
    inputs: tuple[Input, ...]
    own: Mapping[str, str]
    refusal: Refusal | None

    @property
    def elsewhere(self) -> Refusal | None:
        """A refusal that belongs to no field of the form."""
        fields = {each.field.name for each in self.inputs} | set(OWN)
        return self.refusal if self.refusal and self.refusal.field not in fields else None


def blank(descriptor: Descriptor) -> Form:
    """The form of a new account."""
    return _form(descriptor, {}, {"weight": "100"})


def filled(descriptor: Descriptor, account: ProviderAccount, kept: frozenset[str]) -> Form:
    """The form of an account as it is; ``kept`` are the names of the secrets it has."""
    rate = account.rate_per_second
    own = {
        "weight": str(account.weight),
        "rate_per_second": f"{rate:g}" if rate else "",
        "canary_address": account.canary_address,
    }
    fields = () if account.name == RELAY else descriptor.fields
    return _form(descriptor, account.settings, own, fields=fields, kept=kept)


def typed(form: Form, posted: Mapping[str, str], refusal: Refusal) -> Form:
    """The form as it was sent, without the secrets, with what was wrong beside its field."""
    values = {each.field.name: posted.get(each.name, "") for each in form.inputs}
    own = {name: posted.get(name, "") for name in OWN}
    kept = frozenset(each.field.name for each in form.inputs if each.is_kept)
    fields = tuple(each.field for each in form.inputs)
    return _form(form.descriptor, values, own, fields=fields, kept=kept, refusal=refusal)


def wish_of(form: Form, posted: Mapping[str, str]) -> Wish:
    """What was typed.

    Raises:
        Invalid: the weight or the limit is not a number.
    """
    settings = {each.field.name: posted.get(each.name, "") for each in form.inputs}
    return Wish(
        settings=settings if form.inputs else None,
        weight=_weight(posted.get("weight", "")),
        rate_per_second=_rate(posted.get("rate_per_second", "")),
        canary_address=posted.get("canary_address", ""),
    )


def _weight(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Invalid("The weight is a number from 0 to 100.", field="weight") from None


def _rate(text: str) -> float:
    try:
        return float(text.replace(",", ".") or 0)
    except ValueError:
        raise Invalid(
            "The limit is a number of messages a second, at most 100,000.",
            way_out="Leave it empty for no limit; 0.5 is one every two seconds.",
            field="rate_per_second",
        ) from None


def _form(
    descriptor: Descriptor,
    values: Mapping[str, str],
    own: Mapping[str, str],
    *,
    fields: tuple[Field, ...] | None = None,
    kept: frozenset[str] = frozenset(),
    refusal: Refusal | None = None,
) -> Form:
    inputs = tuple(
        Input(
            field=field,
            value="" if field.secret else values.get(field.name, ""),
            is_kept=field.name in kept,
            refusal=refusal if refusal and refusal.field == field.name else None,
            stands_in=has_fallback(descriptor, field),
        )
        for field in (descriptor.fields if fields is None else fields)
    )
    return Form(descriptor=descriptor, inputs=inputs, own=own, refusal=refusal)
