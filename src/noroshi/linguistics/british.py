"""British spellings: each is right when its American twin is in the dictionary.

The pairs follow the Oxford and Merriam-Webster dictionaries: -our/-or, -ise/-ize, -yse/-yze,
-re/-er, -ogue/-og, -ence/-ense, a doubled l, ae and oe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_OUR = re.compile(
    r"\b((?:dis|mis|un|re)?(?:arb|arm|behavi|cand|clam|col|demean|endeav|fav|ferv|flav|glam|harb|"
    r"hon|hum|lab|neighb|od|parl|ranc|rig|rum|sav|savi|splend|succ|tum|val|vap|vig))our"
)
_RE = re.compile(
    r"\b((?:epi|kilo|milli|centi|micro|nano|hecto|multi|amphi)?"
    r"(?:cent|met|lit|fib|theat|calib|lust|meag|sab|scept|somb|spect|ochr|och))re(s|d)?$"
)
_ENDINGS = (
    (re.compile(r"is(e|es|ed|er|ers|ing|ingly|able|ation|ations|ational)$"), r"iz\1"),
    (re.compile(r"ys(e|es|ed|er|ers|ing)$"), r"yz\1"),
    (re.compile(r"ll(ed|er|ers|ing|ings|ation|ations|ous)$"), r"l\1"),
    (re.compile(r"lment(s?)$"), r"llment\1"),
    (re.compile(r"lful(ly)?$"), r"llful\1"),
    (re.compile(r"ogue(s|d)?$"), r"og\1"),
    (re.compile(r"(def|off|pret|lic)ence(s|d)?$"), r"\1ense\2"),
    (re.compile(r"\b(an|encyclop|leuk|orthop|p|arch|h|medi|gyn)ae(?=[a-z]{2})"), r"\1e"),
    (re.compile(r"\b(f|am|hom|\b)oe(?=[a-z]{3})"), r"\1e"),
    (re.compile(r"\b(an|)aesth"), r"\1esth"),
)
_PAIRS = {
    "ageing": "aging",
    "acknowledgement": "acknowledgment",
    "acknowledgements": "acknowledgments",
    "cheque": "check",
    "cheques": "checks",
    "grey": "gray",
    "greyed": "grayed",
    "judgement": "judgment",
    "learnt": "learned",
    "burnt": "burned",
    "practise": "practice",
    "practised": "practiced",
    "practising": "practicing",
    "programme": "program",
    "programmes": "programs",
    "sceptical": "skeptical",
    "sizeable": "sizable",
    "spelt": "spelled",
    "storey": "story",
    "tyre": "tire",
    "tyres": "tires",
    "whilst": "while",
    "amongst": "among",
    "towards": "toward",
    "artefact": "artifact",
    "artefacts": "artifacts",
    "licence": "license",
    "licences": "licenses",
    "mould": "mold",
    "manoeuvre": "maneuver",
    "manoeuvres": "maneuvers",
    "plough": "plow",
    "aluminium": "aluminum",
    "cancelling": "canceling",
}


def american(word: str) -> Iterator[str]:
    """The American words that ``word``, in lower case, would be the British spelling of."""
    if word in _PAIRS:
        yield _PAIRS[word]
    for pattern, twin in ((_OUR, r"\1or"), (_RE, r"\1er\2")):
        if (changed := pattern.sub(twin, word)) != word:
            # behaviour, behavioural; centre, centred; centring comes with the plain ending.
            yield changed
            yield changed.replace("erd", "ered")
    for pattern, twin in _ENDINGS:
        if (changed := pattern.sub(twin, word)) != word:
            yield changed
