"""The only writers: one verb per file, one transaction, one event, jobs deferred inside it.

The sub-package queries reads, for the entrances.
"""

from __future__ import annotations
