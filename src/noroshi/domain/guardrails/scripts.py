"""Letters of a stretch of folded text by script, and whether its characters are Chinese."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.kernel import late

_KANA = "ぁ-ゖゝゞァ-ヺヽヾー"
JAPANESE = late.pattern(f"[{_KANA}々〆\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_KANA_SIGN = late.pattern(f"[{_KANA}]")
_HIRAGANA = late.pattern("[ぁ-ゖ]")
_LATIN_WORD = late.pattern(r"[A-Za-z][A-Za-z'-]*+")
_LETTER = late.pattern(r"[^\W\d_]")
_ORDINARY = late.pattern(r"[A-Za-z]?[a-z'-]+")  # not API, SAML or OAuth2
# Common in Chinese, and not among the characters of JIS X 0208.
_CHINESE = late.pattern(
    "[业东为买产们关务动单卖发吗员呢响哪啟嗎处复她妳实对师带应开态您户护报择损换摆时显权极样检欢汇沟测济渐满灭灾热爱环现电确离"
    "种稳穷竞笔简类紧约级纪线组细终经结给络统继绩续维综缓编罗罢职联聪脑腾艺节药获营虑补见规视觉說计订认让议论设访证识试询该详"
    "语误说请诺读谁调谅谈谢负财责败账货质购贵贷贸费资赔赶跃车轻载较辑输边达迁过运还这进远连迟适选递逻遗邮释钟钱铁银链销锁错键"
    "长门闪闭问闲间闻阅队阶际陆险隐难雾页项顺须顾顿预领频题额飞饭馆驱驶验骗骤齐龙]"
)
_ENOUGH_CHINESE = 2


@dataclass(frozen=True, kw_only=True)
class Count:
    """Letters of a stretch by script."""

    letters: int
    japanese: int
    latin: int  # without abbreviations
    words: int  # ordinary Latin words


def count(stretch: str) -> Count:
    """The letters of ``stretch``, abbreviations left out."""
    japanese = sum(len(run) for run in JAPANESE.findall(stretch))
    latin = _LATIN_WORD.findall(stretch)
    plain = [word for word in latin if _ORDINARY.fullmatch(word)]
    shouted = sum(len(word) for word in latin if not _ORDINARY.fullmatch(word))
    return Count(
        letters=len(_LETTER.findall(stretch)) - shouted,
        japanese=japanese,
        latin=sum(len(word) for word in plain),
        words=len(plain),
    )


def hiragana(stretch: str) -> int:
    """How many hiragana there are: grammar is written in them, names rarely are."""
    return len(_HIRAGANA.findall(stretch))


def is_chinese(stretch: str) -> bool:
    """Characters that Japanese does not use, and no kana."""
    if _KANA_SIGN.search(stretch):
        return False
    return len(_CHINESE.findall(stretch)) >= _ENOUGH_CHINESE
