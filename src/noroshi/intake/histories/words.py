"""What is said about a foreign history, in English and Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from noroshi.domain.review.overall import LeftOut
from noroshi.domain.review.words import EN as PICTURE_EN
from noroshi.domain.review.words import JA as PICTURE_JA
from noroshi.domain.review.words import PictureWords
from noroshi.intake.histories.model import NoteKind, UnreadableReason


@dataclass(frozen=True, kw_only=True)
class HistoryWords:
    """Headings, notes and reasons; ``{}`` fields are filled by name."""

    picture: PictureWords
    not_known: str
    everything: str
    impacts: Mapping[str, str]
    incident_columns: tuple[str, ...]
    group_columns: tuple[str, ...]
    unnamed_page: str
    read: str
    left_out: Mapping[LeftOut, str]
    counted_backfilled: str
    no_first_update: str
    some_first_update: str
    notes: Mapping[NoteKind, str]
    unreadable: Mapping[UnreadableReason, str]


EN = HistoryWords(
    picture=PICTURE_EN,
    not_known="not known",
    everything="All",
    impacts={"unknown": "not known"},
    incident_columns=(
        "Began (UTC)",
        "Incident",
        "Impact",
        "Updates",
        "First update",
        "Largest gap",
        "Gaps",
        "Note",
    ),
    group_columns=(
        "",
        "Incidents",
        "Updates",
        "One update only",
        "With a gap",
        "Largest gap, median",
        "90 %",
        "Longest",
        "First update, median",
    ),
    unnamed_page="Unnamed page",
    read="{page}. Incidents: {incidents}, updates: {updates}. A gap is more than {limit}.",
    left_out={
        "backfilled": "Written afterwards",
        "maintenance": "Maintenance",
    },
    counted_backfilled=(
        "Not in the figures: written a day or more after the fact {backfilled}, "
        "maintenance {maintenance}."
    ),
    no_first_update=(
        "Time to first update: not known. The page does not say when the trouble began: the "
        "start is missing, or was filled in with the time of the first update itself."
    ),
    some_first_update=(
        "Time to first update is known for {known} of {incidents} incidents. For the others "
        "the page does not say when the trouble began."
    ),
    notes={
        "seen_again": "Found again and counted once: {count}.",
        "unknown_value": "Unknown value, kept as it is: {detail} (found {count} ×).",
        "time_from_created_at": "Updates without display_at, timed by created_at: {count}.",
        "update_without_time": "Updates left out because they have no readable time: {count}.",
        "update_not_an_object": "Updates left out because they are not objects: {count}.",
        "maybe_cut": (
            "The file holds exactly {count} incidents. The page's API gives no more than that; "
            "older ones may be missing."
        ),
    },
    unreadable={
        "not_an_object": "is not an object",
        "updates_not_a_list": "incident_updates is not a list",
        "no_updates": "has no updates",
        "no_time_in_any_update": "no update has a readable time",
    },
)

JA = HistoryWords(
    picture=PICTURE_JA,
    not_known="不明",
    everything="全体",
    impacts={
        "none": "影響なし",
        "minor": "軽度",
        "major": "重度",
        "critical": "極めて重大",
        "maintenance": "メンテナンス",
        "unknown": "不明",
    },
    incident_columns=(
        "発生（UTC）",
        "障害",
        "影響",
        "お知らせ数",
        "第1報まで",
        "最長の空白",
        "空白の回数",
        "備考",
    ),
    group_columns=(
        "",
        "障害数",
        "お知らせ数",
        "お知らせ1回のみ",
        "空白あり",
        "最長の空白 中央値",
        "90%",
        "最大",
        "第1報まで 中央値",
    ),
    unnamed_page="名称のないページ",
    read="{page}：障害{incidents}件、お知らせ{updates}件。{limit}を超える間隔を空白とします。",
    left_out={"backfilled": "事後に記載", "maintenance": "メンテナンス"},
    counted_backfilled=(
        "集計の対象外：1日以上たってから記載された障害{backfilled}件、メンテナンス{maintenance}件。"
    ),
    no_first_update=(
        "第1報までの時間は不明です。発生時刻の記録がないか、第1報と同じ時刻が"
        "自動で入力されているため、いつ始まったのかを判断できません。"
    ),
    some_first_update=(
        "第1報までの時間が分かるのは{incidents}件中{known}件です。"
        "残りは発生時刻の記録がありません。"
    ),
    notes={
        "seen_again": "重複して見つかり、1件として数えたもの：{count}件。",
        "unknown_value": "未知の値をそのまま残しました：{detail}（{count}件）。",
        "time_from_created_at": "display_at がなく、created_at を時刻としたお知らせ：{count}件。",
        "update_without_time": "時刻を読み取れず、除いたお知らせ：{count}件。",
        "update_not_an_object": "オブジェクトではないため除いたお知らせ：{count}件。",
        "maybe_cut": (
            "ファイルにはちょうど{count}件の障害があります。"
            "APIが返す上限と同じ件数のため、古い障害が欠けている可能性があります。"
        ),
    },
    unreadable={
        "not_an_object": "オブジェクトではありません",
        "updates_not_a_list": "incident_updates がリストではありません",
        "no_updates": "お知らせが1件もありません",
        "no_time_in_any_update": "時刻を読み取れるお知らせがありません",
    },
)

WORDS: Mapping[str, HistoryWords] = {"en": EN, "ja": JA}
