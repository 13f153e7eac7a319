"""Dictionaries: Japanese words, English spelling, letters as a reader counts them.

The rules in ``noroshi.domain.guardrails`` are pure and ask for a ``Linguist``; this is the real one.
"""
