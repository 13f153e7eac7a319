"""JSON of a stranger, read within bounds."""

from __future__ import annotations

import json
from typing import Any

from noroshi.intake.receipts.contract import wrong_shape


def parsed(body: bytes | str) -> Any:  # noqa: ANN401 - JSON is anything
    """The document.

    Raises:
        Invalid: it is no JSON, or nested beyond reason.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise wrong_shape("it is not JSON") from None


def an_object(body: bytes | str) -> dict[str, Any]:
    """The JSON object.

    Raises:
        Invalid: it is none.
    """
    told = parsed(body)
    if not isinstance(told, dict):
        raise wrong_shape("it is not a JSON object")
    return told
