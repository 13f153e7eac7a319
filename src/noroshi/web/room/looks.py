"""What screens saw of running deliveries a moment ago; the pace is measured against it.

It lives in this process only and is worth nothing after half a minute: a pace that cannot be
measured yet is called so.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final

from noroshi.domain.pace import Look, remembered

_MOST: Final = 500
_seen: OrderedDict[str, tuple[Look, ...]] = OrderedDict()
_lock = Lock()


def looked(key: str, look: Look) -> tuple[Look, ...]:
    """Remember a look at a delivery; everything that is still known of it, the new one last."""
    with _lock:
        known = remembered(_seen.pop(key, ()), look)
        _seen[key] = known
        while len(_seen) > _MOST:
            _seen.popitem(last=False)
        return known
