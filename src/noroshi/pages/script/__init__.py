"""The drop-in script, as files of every page: for a web site's own banner (docs/in-app.md).

A web site names the script's hash, so the bytes under a number never change once released: a
change is a new number beside the old ones. ``noroshi.js`` is the newest.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

NEWEST = "noroshi-1.js"
_RELEASED = (NEWEST,)


@cache
def _content(name: str) -> bytes:
    return (files(__name__) / name).read_bytes()


def script_files() -> dict[str, bytes]:
    """Every released script, and the newest under a name that stays."""
    return {"noroshi.js": _content(NEWEST), **{name: _content(name) for name in _RELEASED}}


def integrity(name: str = NEWEST) -> str:
    """The hash of a script, as the ``integrity`` attribute has it (W3C Subresource Integrity)."""
    return f"sha384-{base64.b64encode(hashlib.sha384(_content(name)).digest()).decode()}"
