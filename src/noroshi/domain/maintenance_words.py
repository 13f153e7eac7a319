"""What notices of planned work are called in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from noroshi.domain.language import Localised
from noroshi.domain.maintenance import Purpose

PURPOSES: Mapping[Purpose, Localised] = {
    Purpose.ANNOUNCE: {"en": "announcement", "ja": "実施のお知らせ"},
    Purpose.REMIND: {"en": "reminder", "ja": "直前のお知らせ"},
    Purpose.START: {"en": "start", "ja": "開始のお知らせ"},
    Purpose.UPDATE: {"en": "update", "ja": "途中経過"},
    Purpose.OVERRUN: {"en": "takes longer", "ja": "終了の遅れ"},
    Purpose.END: {"en": "end", "ja": "終了のお知らせ"},
    Purpose.CHANGE: {"en": "new time", "ja": "日時の変更"},
    Purpose.EXTEND: {"en": "new end", "ja": "終了予定の変更"},
    Purpose.CANCEL: {"en": "cancellation", "ja": "中止のお知らせ"},
}
