"""Expressions that wait until something is looked for."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator, Mapping
from importlib import import_module

import pytest

from noroshi.domain import guardrails
from noroshi.kernel import late


def test_it_finds_what_a_compiled_one_finds() -> None:
    expression = late.pattern(r"(\d+) ?%", re.ASCII)
    assert [found[1] for found in expression.finditer("5 % and 7%")] == ["5", "7"]
    assert expression.sub("x", "5 %") == "x"
    assert expression.pattern == r"(\d+) ?%"
    assert expression.flags == re.ASCII


def test_it_is_compiled_once() -> None:
    expression = late.pattern("once")
    assert expression.search("at once")
    assert expression.search == expression.search
    assert expression.search.__self__ is expression.match.__self__  # type: ignore[attr-defined]


def test_a_wrong_expression_raises_when_it_is_used() -> None:
    expression = late.pattern("(")
    with pytest.raises(re.error):
        expression.search("")


def test_no_expression_of_the_guardrails_is_wrong() -> None:
    late_ones = [one for module in _modules() for one in _expressions(vars(import_module(module)))]
    assert len(late_ones) > 300
    assert all(one.pattern for one in late_ones)


def _modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(guardrails.__path__, f"{guardrails.__name__}."):
        yield found.name


def _expressions(value: object) -> Iterator[re.Pattern[str]]:
    if type(value) is type(late.pattern("")):
        yield value  # type: ignore[misc] # what pattern() says of itself
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name != "__builtins__":
                yield from _expressions(part)
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from _expressions(part)
