"""What readers' feedback and commitments are refused with, in Japanese."""

from __future__ import annotations

from collections.abc import Mapping

READERS: Mapping[str, str] = {
    "There is no such incident on this page.": "このページには、その障害は掲載されていません。",
    "There is no such update on this page.": "このページには、そのお知らせは掲載されていません。",
    "This incident is resolved.": "この障害は復旧しています。",
    "If it still hits you, please tell our support.": (
        "引き続き影響がある場合は、お手数ですがサポートまでお知らせください。"
    ),
    "Nothing is written yet.": "まだ何も入力されていません。",
    "Your answer could not be found any more.": "回答が見つかりませんでした。",
    "Go back to the status page and press the button once more.": (
        "ステータスページに戻り、もう一度ボタンを押してください。"
    ),
    "Too many answers came in at once, so yours was not counted.": (
        "短時間に多くの回答が寄せられたため、今回の回答は集計されませんでした。"
    ),
    "Please try again later.": "しばらくしてから、もう一度お試しください。",
    "This form was open too long.": "フォームの有効時間が過ぎました。",
    "There are no such words, or they were erased already.": (
        "該当するコメントがないか、すでに消去されています。"
    ),
    "There is no such commitment.": "該当する再発防止策がありません。",
    "Somebody else has changed this commitment meanwhile.": (
        "ほかの人がこの再発防止策を変更しました。"
    ),
    "Look at it again.": "最新の内容を確認してください。",
    "This is done already.": "すでに完了しています。",
    "This is open already.": "まだ完了していません。",
    "The report is out, and this promise with it.": (
        "最終報告が公開済みのため、この再発防止策も公開されています。"
    ),
    "Move its day, or mark it as done with a note that says what came of it.": (
        "期限を変更するか、結果を添えて完了にしてください。"
    ),
    "Promises are made when the incident is resolved.": (
        "再発防止策は、インシデントの復旧後に登録します。"
    ),
    "Write it in {language} too: readers of every language are promised the same.": (
        "{language}でも入力してください。どの言語の読者にも同じ内容をお約束します。"
    ),
    "Keep it under {most} characters: one sentence.": "{most}文字以内の1文で入力してください。",
    "This day has passed.": "この日付は過ぎています。",
    "Promise a day to come.": "今日以降の日付を指定してください。",
    "This is more than two years away.": "2年以上先の日付です。",
    "Promise a first step with a nearer day.": (
        "より近い期限で、最初に行うことを登録してください。"
    ),
    "The plan has no person “{person}”.": "プランに「{person}」という担当者はいません。",
    "This is not a day.": "日付ではありません。",
    "Write it as 2026-03-31.": "2026-03-31の形式で入力してください。",
}
