"""Promises of a time of recovery in Japanese: 復旧見込み, まもなく復旧いたします, 16時までに再開予定.

The next update (次回は15:15までに), past times (14:10に復旧しました), preventive actions and what
nobody knows yet (復旧の時期は未定) are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from noroshi.domain.guardrails.clock_times import times_in
from noroshi.domain.guardrails.sentences import Span, sentences
from noroshi.kernel import late

_WHEN = late.pattern(
    r"まもなく|間も?なく|まも無く|ほどなく|程なく|近日中|近いうち|もうすぐ|じきに|もう少しで|あと少しで|すぐに|早々に|遠からず"
    r"|(?:あと|約|およそ|今後|最大|最長|遅くとも|残り)?[ ]?(?:[0-9]{1,3}(?:[.][0-9])?(?:[~～〜-][0-9]{1,3})?|数|半|一|二|三|十|十五|三十|十数)"
    r"(?:分|時間|日|週間)(?:半)?(?:間)?(?:程度|ほど|程|以内|後|くらい|ぐらい|弱|前後|あまり|中)?"
    r"|(?:本日|今日|当日|明日|翌日|今週|今月|週内|年内|今夜|今晩|午前|午後)(?:中|じゅう)|本日|今日|今晩|今夜|今夕|夕方|明日|明朝|明け方|早朝|"
    r"日付が?変わ(?:る|った)?(?:頃|ころ|ごろ|前|まで|直後|後)?|日付変更(?:前|後|まで)?|日をまた|(?:始業|終業|営業開始|営業終了|開店|閉店)(?:時刻|時間|時|前|まで)?|"
    r"未明|夜半|夕刻|日中|一両日|数日|明後日|月内|今月内|夜遅く|夜(?:のうち|中)|"
    r"深夜|正午|昼(?:頃|ごろ|過ぎ|まで|前)|夜(?:まで|には)|朝(?:まで|には)|午前中|週明け|週末|来週|翌朝|翌日|月末|[0-9]{1,2}月(?:末|中|上旬|中旬|下旬)"
    r"|[0-9]{1,2}日(?=まで|に|中|ごろ|頃|の)|[月火水木金土日]曜"
)
_ALIVE = r"(?:復旧|回復|再開|解消|修復|復帰|正常化|解決|復元|収束)"
_DONE = r"(?:(?:復旧|修正|切り?替え|切替|対応|修復|交換|再起動)(?:作業)?[がはを]?(?:完了|終了))"
_GUESS = r"(?:見込|予定|見通|想定|はず|目途|目処|めど|目標|予想|目指|予測|考えて|思われ|期待|かと存じ|かと思)"
_AGAIN = (
    r"(?:(?:通常どおり|通常通り|正常に|元どおり|元通り|再び|これまでどおり|従来どおり|問題なく)[^。\n]{0,12}"
    r"(?:戻(?:る|り)|いただけ|使え|動作|でき|稼働|なり|なる)"
    r"|(?:いただける|使える|つながる|繋がる|届く|できる|可能な?)(?:よう|状態)?に(?:なり|なる)|利用可能[にと](?:なり|なる)|元に戻り|直り|直る)"
)
# What people can do again, where an expectation follows: すべての決済をご利用いただける見通し.
_ABLE = (
    r"(?:いただける|頂ける|使える|つながる|繋がる|届く|遊べる|戻れる|開ける|(?<!とは)できる|可能(?:と|に)なる|可能な|戻る|直る|動く|落ち着く)"
    r"(?:よう(?:に(?:なる)?)?|状態に(?:なる|戻る)|こと(?:と|に)なる)?(?:もの)?(?:と|という)?[^。、\n]{0,3}"
)
_WORKED_OFF = (
    r"(?:処理|作業|配信|再送|滞留|遅延|復元|移行|適用|切り?替え|反映|消化)(?:分)?[がはもの][^。\n]{0,20}?"
    r"(?:完了|終了|終え|終わ(?:り|る)|追いつ[きく])(?:する|し|できる)?[^。、\n]{0,4}?"
)
_NOW = (
    r"(?:(?:サーバー?|サービス|決済|ゲート|通話|通信|ログイン|回線|機能|店舗|画面|入口|扉|配送|受付け?|チェックアウト|すべて|全て)(?:は|が|も)"
    r"[^。\n]{0,20}?(?:戻(?:り|ってき|って来)ます|復活(?:し|いたし)ます|(?:再び|また|ふたたび|再度)(?:開き|始まり|動き|使え|つながり|ご利用いただけ)ます|再オープン(?:し|いたし)ます))"
)
_SEEMS = (
    r"(?:直り|治り|戻り|収まり|落ち着き|つながり|使え|(?:復旧|回復|再開|解消|解決)(?:し|でき))そう"
    r"(?!に(?:も|は)?(?:ない|ありません|ございません)|も(?:ない|ありません))"
)
# 明朝9時にはすべての店舗でお支払いいただけます: all of it, from a time on.
_BY_THEN = (
    r"(?:(?<=[0-9時分朝夜])|(?<=夕方)|(?<=中))には、?(?:すべて|全て|全(?=[店国機サ])|通常|いつも|普段|これまで|従来)"
    r"[^。、\n]{0,24}?(?:いただけ|頂け|使え|つながり|でき|可能(?:に|と)なり|開き|動き)ます"
)
# "fact" of the promise: an expectation, a future form, how long it takes, until when it fails.
_PROMISES = late.pattern(
    rf"{_ALIVE}(?!後|次第|し次第|作業に向け|に向け|しまし|いたしまし|致しまし|してお|してい|済|しまた|いたしました)"
    rf"(?P<gap>[^。\n]{{0,36}}?){_GUESS}"
    rf"|{_ALIVE}(?:いたし|致し|でき|され|し|させ)?ます(?!と、|ので[^、])|{_ALIVE}(?:する|される|できる)(?=[。\n]|もの|こと|$)"
    rf"|{_ALIVE}(?:は|が|も)?(?:近い|間近)"
    rf"|{_ALIVE}は(?=(?:早くて|遅くとも)?(?:明日|明朝|本日中|今日中|夕方|今夜|来週|翌))"
    rf"|{_DONE}(?:(?:する|の|できる)?{_GUESS}|し?ます|いたします)"
    rf"|{_AGAIN}(?P<again>[^。\n]{{0,8}}?(?:{_GUESS}|ます|と|。))"
    rf"|{_ALIVE}(?:完了)?(?:まで|に|には|までに|までは)(?:、)?[^。、\n]{{0,24}}?(?:かか(?:る|り(?!まし))|要(?:する|し(?!まし|た))|必要|いただ(?:く|き(?!まし))|頂(?:く|き(?!まし))|お待ち)"
    r"|(?<=まで)、?[^。、\n]{0,30}?(?:続(?:く|き(?!まし))|停止|でき(?:ない|ません)|いただけ(?:ない|ません)|遅延|つながら|使えな|不安定)"
    rf"[^。\n]{{0,14}}?(?:{_GUESS}|ます|ません(?!でした))"
    rf"|(?:ほど|程度|くらい|前後|時間|分|間)(?:は)?(?:続く|かかる|要する)(?:もの)?[^。\n]{{0,6}}?{_GUESS}"
    rf"|{_ABLE}{_GUESS}|{_WORKED_OFF}{_GUESS}|{_NOW}|{_SEEMS}|{_BY_THEN}"
    rf"|(?:解決|復旧)(?:予定|見込み?|目標)(?:日時|時刻)"
)
_LABEL = late.pattern(
    rf"{_ALIVE}(?:の)?(?:見込み?|予定|見通し|目標|想定|目安|めど|目処)(?:の)?(?:日時|時刻|時間|時期)?"
    r"[】\]*)]{0,3}[ ]?[:は]?[ \n]{0,3}(?:は|、)?(?=(?:本|同|当|約|およそ|現|[0-9]|数|午|明|まも|間も|今|日本時間|最|あ|遅|翌|夕|正))"
)
_LEFT = late.pattern(
    rf"(?:ETA|{_ALIVE}まで(?:に)?(?:は)?(?:の(?:時間|所要時間))?)[】\])*]{{0,3}}[ ]?[:は、-]?[ ]?"
    r"(?![^。\n]{0,24}?(?:まし|でし|った))(?=(?:あと|残り|約|およそ|ざっと|概ね|[~〜～≈]|[0-9]|数|本日|今|明)[^。\n]{0,16}?(?:です|。|の見|くらい|ほど|程度|\n|\Z))"
)
_UNKNOWN = late.pattern(
    r"未定|不明|未確定|分かって(?:い|お)(?:ない|ません|りません|らず)|分からな|分かりませ|わかって(?:い|お)(?:ない|ません|りません|らず)|"
    r"わからな|わかりませ|判明して(?:い|お)(?:ない|ません|りません|らず)|"
    r"お(?:伝え|答え|約束)でき|申し上げられ|立って(?:い|お)(?:ない|ません|りません|らず)|立たな|立ちませ|ついて(?:い|お)(?:ない|ません|りません|らず)|"
    r"決まって(?:い|お)(?:ない|ません|りません|らず)|難しい状況|ありませ|ございませ|控え|推測|確認中|調査中|精査中"
)
_UNKNOWN_BREAK = late.pattern(r"(?:が|ものの|けれども)、")
# A time that says since when something is so, or what time it is now.
_SINCE = late.pattern(
    r"[ ]?(?:\([^)\n]{0,12}\))?[ ]?(?:頃|ごろ|時点|過ぎ|すぎ)?[ ]?(?:から|より(?!も)|現在|時点|以降|~|～|〜"
    r"|に[^。、\n]{0,12}(?:発生|検知|確認し|判明|開始し|再起動し|切り替え(?:まし|た|て)|障害|停止し(?:まし|た)|発覚|実施し|投入し|完了し(?:まし|た|て)|"
    r"(?:復旧|解消|回復|再開)(?:(?:し|いたし|致し|され|でき)(?:まし|た(?!い)|て|、)|を確認|済))"
    r"|(?:に|には|ごろに|頃に)?[^。、\n]{0,8}(?:復旧|回復|解消|再開)(?:済|しまし|いたしまし|しており|しています|した(?!い)|して))"
)
_AGO = late.pattern(
    r"[ ]?(?:前(?!後)|間(?:に(?:わた|及)|以上)|にわた|に及|経過|以上(?!に)|を要しまし|かかりまし|ごと|毎|おき|分の(?!復旧|回復))"
)
# A day with its hour behind it: the hour says whether the moment is past.
_DATE_ONLY = late.pattern(r"[ ]?(?:\([月火水木金土日]\))?[ の]?(?:午前|午後)?[0-9]{1,2}[:時]")
_NEWS = late.pattern(
    r"お知らせ|ご?報告|ご?案内|更新(?:い|し|の)|ご?連絡|続報|公開|公表|ご?説明|お伝えし|お伝えい|掲載"
)
_NEWS_BEFORE = late.pattern(r"(?:次回|続報|次の(?:お知らせ|ご案内|更新|ご報告)|次報)[^。\n]{0,24}$")
_OTHER = late.pattern(
    r"返金|払い戻し|補償|対策|再発防止|メンテナンス|窓口|電話|受付|営業|最終報告|報告書|説明会|配布|お届け予定"
)
_PARTED = late.pattern(
    r"(?<=ます)、|(?<=です)、|(?<=おり)、|(?<=ため)、|(?<=ので)、|(?<=ますが)、|(?<=ですが)、|(?<=したが)、|(?<=して)、|(?<=まして)、"
)
_PREVENTIVE = late.pattern(r"対策|再発|改修|改善|修正(?:を|が|は)|防止")
_MOST = 45


def promises(text: str, *, over: bool) -> Iterator[Span]:
    """Each promise, from its words to its time. ``text`` is folded prose.

    ``over``: the incident is over; a time beside 対策 or 修正 is then one of prevention.
    """
    last = 0
    for start, end in sorted(_found(text, over=over), key=lambda span: (span[0], -span[1])):
        if start >= last:
            yield start, end
            last = end


def _found(text: str, *, over: bool) -> Iterator[Span]:
    whens = list(_times(text))
    starts = [start for start, _ in whens]
    labels = [*_LABEL.finditer(text), *(() if over else _LEFT.finditer(text))]
    for match in labels:
        first = bisect_left(starts, match.end() - 1)
        if first < len(whens) and starts[first] <= match.end() + 12:
            yield match.start(), whens[first][1]
    for start, end in sentences(text):
        for match in _PROMISES.finditer(text, start, end):
            if over and _PREVENTIVE.search(text, start, end):
                break
            near = range(
                bisect_left(starts, max(start, match.start() - _MOST)),
                bisect_left(starts, min(end, match.end() + _MOST)),
            )
            span = _timed(text, (start, end), match, [whens[n] for n in near[:12]])
            if span:
                yield span


def _times(text: str) -> Iterator[Span]:
    """The times that may lie ahead, in order and without overlap."""
    clocks = [(time.start, time.end) for time in times_in(text)]
    words = [match.span() for match in _WHEN.finditer(text)]
    last = 0
    for start, end in sorted([*clocks, *words], key=lambda span: (span[0], -span[1])):
        if (
            start >= last
            and not _DATE_ONLY.match(text, end)
            and not _SINCE.match(text, end + text.startswith(")", end))
            and not _AGO.match(text, end)
        ):
            yield start, end
            last = end


def _timed(text: str, sentence: Span, promise: re.Match[str], whens: Sequence[Span]) -> Span | None:
    start, end = promise.span()
    if _is_unknown(text, sentence, promise):
        return None
    for when in whens:
        between = (
            text[min(end, when[1]) : max(start, when[0])] if not _inside(promise, when) else ""
        )
        first = min(start, when[0])
        if _PARTED.search(between) or _NEWS_BEFORE.search(text, max(0, first - 30), when[0]):
            continue
        if _is_news(text, sentence, promise, when) or _OTHER.search(
            text, max(sentence[0], first - 12), max(end, when[1])
        ):
            continue
        return first, max(end, when[1])
    return None


def _inside(promise: re.Match[str], when: Span) -> bool:
    return promise.start() <= when[0] and when[1] <= promise.end()


def _is_unknown(text: str, sentence: Span, promise: re.Match[str]) -> bool:
    """Whether the same clause goes on to say that nobody knows."""
    rest = text[promise.start() : min(sentence[1], promise.end() + 60)]
    clause = _UNKNOWN_BREAK.split(rest, maxsplit=1)[0]
    return _UNKNOWN.search(clause) is not None or "かどうか" in clause


def _is_news(text: str, sentence: Span, promise: re.Match[str], when: Span) -> bool:
    """Whether the time is the one by which we tell: 15:15までに復旧の見込みをお知らせします."""
    last = max(promise.end(), when[1])
    part = text[min(promise.start(), when[0]) : min(sentence[1], last + 24)]
    return _NEWS.search(_PARTED.split(part, maxsplit=1)[0]) is not None
