"""English spelling by word frequencies; British and American forms are both right."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from spellchecker import SpellChecker

from noroshi.linguistics.british import american
from noroshi.linguistics.trade_words import OFTEN, TRADE, UNFIT

LONGEST = 24
"""Letters. A longer run is a key or a line of noise, and no word."""

MOST_SUGGESTIONS = 30
"""How many words of one call get a suggestion; each takes up to four milliseconds."""

# Slips of more than one letter, for which the nearest word is too far to be looked for.
_USUAL = {
    "accomodations": "accommodations",
    "acheiving": "achieving",
    "apoligies": "apologies",
    "apoligize": "apologize",
    "appology": "apology",
    "comming": "coming",
    "completly": "completely",
    "dependancies": "dependencies",
    "inconvinence": "inconvenience",
    "inconveniance": "inconvenience",
    "inconvience": "inconvenience",
    "intermittant": "intermittent",
    "intermittantly": "intermittently",
    "investegating": "investigating",
    "maintainance": "maintenance",
    "maintanance": "maintenance",
    "maintenence": "maintenance",
    "neccesary": "necessary",
    "neccessarily": "necessarily",
    "occurance": "occurrence",
    "occuring": "occurring",
    "responsability": "responsibility",
    "succesful": "successful",
    "suceeded": "succeeded",
    "temporarly": "temporarily",
    "tempory": "temporary",
    "unfortunatly": "unfortunately",
    "unsuccesful": "unsuccessful",
    "arent": "aren't",
    "couldnt": "couldn't",
    "didnt": "didn't",
    "doesnt": "doesn't",
    "dont": "don't",
    "hasnt": "hasn't",
    "havent": "haven't",
    "isnt": "isn't",
    "theyre": "they're",
    "wasnt": "wasn't",
    "werent": "weren't",
    "weve": "we've",
    "youre": "you're",
}

_PREFIX = re.compile(
    r"(?:auto|anti|counter|cyber|geo|hyper|inter|macro|mega|meta|micro|multi|non|over|post|pre|pseudo|re|semi|"
    r"sub|super|un|under)(?=[a-z]{5})"
)
_SUFFIXES = (
    ("ies", "y"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("ers", "e"),
    ("er", "e"),
    ("es", ""),
    ("s", ""),
    ("able", ""),
    ("less", ""),
)
_DOUBLED = re.compile(r"([bdgmnpt])\1$")


@lru_cache(maxsize=1)
def _checker() -> SpellChecker:
    checker = SpellChecker(language="en", distance=1)
    checker.word_frequency.load_words(sorted(TRADE))
    checker.word_frequency.load_words(sorted(OFTEN))
    checker.word_frequency.remove_words(sorted(UNFIT & checker.word_frequency.dictionary.keys()))
    return checker


def misspelt(words: Collection[str]) -> Mapping[str, str | None]:
    """Those of ``words`` that the dictionary does not know, each with its nearest word."""
    wrong = sorted(word for word in words if not _known(word.lower()))
    near = {word: _nearest(word) for word in wrong[:MOST_SUGGESTIONS]}
    return {word: near.get(word) for word in wrong}


@lru_cache(maxsize=16384)
def _known(word: str) -> bool:
    """Whether a word in lower case is right, as it is or as a form of one that is."""
    if not 1 < len(word) <= LONGEST or _plain(word):
        return True
    bare = _PREFIX.sub("", word)
    return _plain(bare) or any(map(_plain, american(word))) or any(map(_plain, american(bare)))


def _plain(word: str) -> bool:
    return word in _checker() or any(stem in TRADE for stem in _stems(word))


def _stems(word: str) -> list[str]:
    """What ``word`` may be a form of: failover of failovers, retry of retried."""
    stems = [
        word.removesuffix(ending) + letter for ending, letter in _SUFFIXES if word.endswith(ending)
    ]
    return [*stems, *(stem[:-1] for stem in stems if _DOUBLED.search(stem))]


@lru_cache(maxsize=4096)
def _nearest(word: str) -> str | None:
    bare = word.lower()
    if bare in _USUAL:
        return _USUAL[bare]
    near = (_checker().candidates(bare) or set()) - {bare}
    return max(near, key=_likely, default=None)


def _likely(word: str) -> tuple[bool, int, int, str]:
    """Dropped letters are the commonest slip, so of two common words the longer one was meant."""
    often = word in OFTEN
    return often, len(word) if often else 0, _checker().word_frequency.dictionary[word], word
