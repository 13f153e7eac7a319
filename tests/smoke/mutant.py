"""A worker that notes everybody as done before it sends: what the checks have to notice.

Usage: python -m tests.smoke.mutant DATA_DIR
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from noroshi.bootstrap.installation import Here

_HERE = Here()
_HERE.use(Path(sys.argv[1]))
_HERE.context()

from noroshi.domain.fanout import Progress  # noqa: E402 - models need Django set up
from noroshi.domain.ledger import Answer, Claim  # noqa: E402
from noroshi.storage.book import StoredLedger  # noqa: E402

_advance = StoredLedger.advance


def _done_before_sent(
    ledger: StoredLedger, claim: Claim, progress: Progress, *rest: Any, **ask: Any
) -> Answer | None:
    return _advance(ledger, claim, replace(progress, mark=progress.started), *rest, **ask)


StoredLedger.advance = _done_before_sent  # type: ignore[method-assign]
sys.exit(_HERE.work(concurrency=8))
