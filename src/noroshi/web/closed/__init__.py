"""Pages for one audience: shown after a sign-in, to colleagues or to readers who were invited.

answers   how a byte of them is sent: for this reader alone, kept by nobody
door      asking for the link, opening it, leaving
pages     the page itself, and its feeds below a token
feeds     the reader's own addresses for feed readers
readers   who is invited, for colleagues
"""

from __future__ import annotations
