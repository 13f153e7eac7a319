"""Emoji, each sequence as one: flags, keycaps, skin tones and families joined by zero width.

The classes are those of X's parser (twemoji-parser 11) with the people and signs that Unicode has
added since. A chain joins at most four emoji, as the longest in Unicode do; a longer one is
counted in pieces, as X does.
"""

from __future__ import annotations

import re

# People and hands, which take a skin tone and lead a chain (Unicode's Emoji_Modifier_Base).
_PEOPLE = (
    "\u261d\u26f9\u270a-\u270d\U0001f385\U0001f3c2-\U0001f3c4\U0001f3c7\U0001f3ca-\U0001f3cc"
    "\U0001f442\U0001f443\U0001f446-\U0001f450\U0001f466-\U0001f478\U0001f47c"
    "\U0001f481-\U0001f483\U0001f485-\U0001f487\U0001f48f\U0001f491\U0001f4aa\U0001f574\U0001f575"
    "\U0001f57a\U0001f590\U0001f595\U0001f596\U0001f645-\U0001f647\U0001f64b-\U0001f64f\U0001f6a3"
    "\U0001f6b4-\U0001f6b6\U0001f6c0\U0001f6cc\U0001f90c\U0001f90f\U0001f918-\U0001f91f"
    "\U0001f926\U0001f930-\U0001f939\U0001f93c-\U0001f93e\U0001f977\U0001f9b5\U0001f9b6"
    "\U0001f9b8\U0001f9b9\U0001f9bb\U0001f9cd-\U0001f9cf\U0001f9d1-\U0001f9dd"
    "\U0001fac3-\U0001fac5\U0001faf0-\U0001faf8"
)
# Others that lead a chain: eye, flags, heart, animals, faces, genies and zombies.
_LEADING = (
    "\u26d3\u2764\U0001f344\U0001f34b\U0001f3f3\U0001f3f4\U0001f408\U0001f415\U0001f426\U0001f43b"
    "\U0001f441\U0001f46f\U0001f62e\U0001f635\U0001f636\U0001f642\U0001f9de\U0001f9df"
)
# Pictures that are text unless U+FE0F follows.
_TEXTUAL = (
    "\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d"
    "\u3297\u3299\U0001f004\U0001f170-\U0001f171\U0001f17e\U0001f17f\U0001f202\U0001f21a\U0001f22f"
    "\U0001f237\U0001f321\U0001f324-\U0001f32c\U0001f336\U0001f37d\U0001f396-\U0001f39f"
    "\U0001f3cb-\U0001f3ce\U0001f3d4-\U0001f3df\U0001f3f3\U0001f3f5\U0001f3f7\U0001f43f\U0001f441"
    "\U0001f4fd\U0001f549\U0001f54a\U0001f56f\U0001f570\U0001f573-\U0001f579\U0001f587"
    "\U0001f58a-\U0001f58d\U0001f590\U0001f5a5-\U0001f5fa\U0001f6cb\U0001f6cd-\U0001f6cf"
    "\U0001f6e0-\U0001f6e9\U0001f6f0\U0001f6f3"
)
_ANY = f"{_TEXTUAL}\U0001f000-\U0001faff"
_LINK = rf"\u200d(?:[{_PEOPLE}][\U0001f3fb-\U0001f3ff]?|[{_ANY}])\ufe0f?"

EMOJI = re.compile(
    rf"[\U0001f1e6-\U0001f1ff]{{2}}"  # a flag: two letters of a region
    rf"|\U0001f3f4[\U000e0061-\U000e007a]{{2,6}}+\U000e007f"  # flags of England and its like
    rf"|[#*0-9]\ufe0f?\u20e3"
    rf"|[\u00a9\u00ae]\ufe0f"
    rf"|[{_PEOPLE}](?:[\U0001f3fb-\U0001f3ff]|\ufe0f)?(?:{_LINK}){{0,3}}"
    rf"|[{_LEADING}]\ufe0f?(?:{_LINK}){{0,3}}"
    rf"|[{_TEXTUAL}]\ufe0f?"
    rf"|[\U0001f000-\U0001faff]"
)
"""One emoji as the eye sees it. Some matches are mere symbols, which weigh the same on X."""
