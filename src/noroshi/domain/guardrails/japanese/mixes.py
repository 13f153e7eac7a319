"""Words that one text writes in more than one way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as made

from noroshi.domain.guardrails.japanese.notations import GROUPS, Form
from noroshi.domain.guardrails.rule import Passage
from noroshi.kernel import late

Span = tuple[int, int]

_KATAKANA = late.pattern("[ァ-ヺー]{3,40}")
_GROUPED = frozenset(form.word for group in GROUPS for form in group)


@dataclass(frozen=True, kw_only=True)
class Use:
    """One notation at one place."""

    passage: Passage
    span: Span
    word: str


@dataclass(frozen=True, kw_only=True)
class Mix:
    """One word in several notations. ``best`` is used most; in a draw it is the usual one."""

    best: str
    uses: tuple[Use, ...]

    @property
    def rarer(self) -> Iterator[Use]:
        """What should be written like the best."""
        return (use for use in self.uses if use.word != self.best)


@dataclass(frozen=True, kw_only=True)
class _Word:
    usual: set[str] = made(default_factory=set)  # as the dictionary writes it
    uses: list[Use] = made(default_factory=list)


def mixes(passages: Sequence[Passage], ours: Callable[[Use], bool]) -> Iterator[Mix]:
    """The mixes in a text, among the words that are ``ours`` to write."""
    whole = "\n".join(passage.prose for passage in passages)
    for group in GROUPS:
        forms = [form for form in group if form.word in whole]
        if len(forms) > 1:
            yield from _mixed(filter(ours, _uses(passages, forms)), [form.word for form in forms])
    for word in _katakana(passages):
        written = sorted(
            {use.word for use in word.uses}, key=lambda one: (one not in word.usual, -len(one))
        )
        if len(written) > 1:
            yield from _mixed(filter(ours, word.uses), written)


def _uses(passages: Sequence[Passage], forms: Sequence[Form]) -> Iterator[Use]:
    for passage in passages:
        for form in forms:
            for match in form.pattern.finditer(passage.prose):
                yield Use(passage=passage, span=match.span(), word=form.word)


def _katakana(passages: Sequence[Passage]) -> Iterable[_Word]:
    """Katakana nouns, those together that differ as the dictionary knows or by a last ー."""
    found: dict[str, _Word] = {}
    for passage in passages:
        for morpheme in passage.morphemes:
            written = morpheme.surface
            if morpheme.part[0] != "名詞" or written in _GROUPED or not _is_katakana(written):
                continue
            usual = morpheme.normal if _is_katakana(morpheme.normal) else written
            word = found.setdefault(usual.rstrip("ー"), _Word())
            word.usual.add(usual)
            word.uses.append(
                Use(passage=passage, span=(morpheme.start, morpheme.end), word=written)
            )
    return found.values()


def _is_katakana(word: str) -> bool:
    return _KATAKANA.fullmatch(word) is not None


def _mixed(uses: Iterable[Use], order: Sequence[str]) -> Iterator[Mix]:
    kept = tuple(uses)
    counts = Counter(use.word for use in kept)
    if len(counts) > 1:
        best = max(order, key=lambda word: (counts[word], -order.index(word)))
        yield Mix(best=best, uses=kept)
