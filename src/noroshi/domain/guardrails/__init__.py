"""Guardrails: what a text may not say, or may not leave out, before it reaches its readers.

``run.check`` gives the findings of a text, ``mend.apply`` does what a finding suggests. Each rule
is a module in ``rules`` whose docstring is its documentation; ``catalogue`` lists them all.
"""

from __future__ import annotations
