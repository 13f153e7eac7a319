"""One rule per module. The docstring is the rule's documentation, with examples that are tested."""

from __future__ import annotations
