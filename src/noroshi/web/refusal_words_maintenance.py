"""Refusals of planned work, of set times and of incidents entered afterwards, in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MAINTENANCE: Final[Mapping[str, str]] = {
    "This step has been done already.": "この手順はすでに完了しています。",
    "Number {number} is maintenance, not an incident.": (
        "番号{number}はインシデントではなく、メンテナンスです。"
    ),
    "Use what maintenance offers: its screen, or “noroshi maintenance”.": (
        "メンテナンスの画面、または「noroshi maintenance」から操作してください。"
    ),
    "Choose at least one text.": "文面を1件以上選んでください。",
    "A text is not of this maintenance.": "このメンテナンスの文面ではないものが含まれています。",
    "No notice is in draft.": "下書きのお知らせはありません。",
    "Nobody was told of this work yet.": "このメンテナンスは、まだ告知されていません。",
    "Announce it first.": "先に告知してください。",
    "The work has begun or is over.": "すでに開始しているか、終了しています。",
    "The window is over, and the work was not begun in it.": (
        "開始されないまま、予定の時間帯が終わりました。"
    ),
    "Give it another window, or cancel it.": "日時を変更するか、中止してください。",
    "Customers were told that it begins later.": (
        "お客さまには、これより遅い開始時刻を告知しています。"
    ),
    "Change its window first.": "先に日時を変更してください。",
    "The work is not in that state any more.": "状態がすでに変わっています。",
    "This message has no set time.": "公開日時は設定されていません。",
    "The window of the work sets the time of this notice.": (
        "このお知らせの公開日時は、メンテナンスの日時で決まります。"
    ),
    "Withdraw it.": "公開しない場合は、取り下げてください。",
    "Say why, for your colleagues.": "社内の記録のため、理由を入力してください。",
    "End it instead.": "終了の操作を行ってください。",
    "Extend it, or plan other work.": "延長するか、新しいメンテナンスを計画してください。",
    "Only work that is under way is extended.": "延長できるのは、実施中のメンテナンスだけです。",
    "Change its window.": "日時を変更してください。",
    "The new end must lie ahead.": "新しい終了予定は、これからの日時にしてください。",
    "A window of more than {most} days is no maintenance any more.": (
        "メンテナンスの時間帯は{most}日以内にしてください。"
    ),
    "The work is not under way.": "実施中ではありません。",
    "No action path of the plan has the status page.": (
        "プランの対応フローに、ステータスページがありません。"
    ),
    "It must have begun, ended after that, and be over by now.": (
        "発生、解消の順で、どちらも過去の日時にしてください。"
    ),
    "The last update must say that it is resolved.": (
        "最後のお知らせは「復旧済み」にしてください。"
    ),
    "An update has no such stage.": "お知らせの状況が正しくありません。",
    "The updates must be in order of time, between begin and end.": (
        "お知らせは、発生から解消までの間で、古い順に並べてください。"
    ),
    "Write every update in every language of the plan; missing: {languages}.": (
        "お知らせは、プランのすべての言語で入力してください（未入力：{languages}）。"
    ),
    "A text of an update is too long or cannot be stored.": (
        "お知らせの文面が長すぎるか、保存できない文字が含まれています。"
    ),
    "The work has changed since this notice was written.": (
        "この文面の作成後に、メンテナンスの内容が変更されました。"
    ),
    "Use the new notice.": "新しいお知らせを使ってください。",
    "This notice is not true now.": "現在の状態と合わないため、このお知らせは公開できません。",
    "Read the state of the work.": "メンテナンスの状態を確認してください。",
    "Write it in every language of the plan; missing: {languages}.": (
        "プランのすべての言語で入力してください（未入力：{languages}）。"
    ),
    "This incident is not waiting to be entered.": (
        "このインシデントは、掲載待ちの状態ではありません。"
    ),
    "Update {number} cannot be shown yet: {holds}": "第{number}報はまだ掲載できません：{holds}",
    "No update is in draft.": "下書きのお知らせはありません。",
    "It has no update.": "お知らせがありません。",
    "Enter it again.": "もう一度記録してください。",
    "This incident was over when it was entered, so nobody is written to.": (
        "事後に記録したインシデントのため、配信は行いません。"
    ),
    "Put it into the history as a whole.": "全体をまとめて履歴に掲載してください。",
    "The time must lie ahead.": "これからの日時を指定してください。",
    "The time lies more than 90 days ahead.": "90日以内の日時を指定してください。",
    "Change the window.": "メンテナンスの日時を変更してください。",
    "The text promises an update before it would go out itself.": (
        "公開日時より前の時刻で、次回のお知らせを約束しています。"
    ),
    "Take it back to draft and set the time again: it gets a fresh promise.": (
        "下書きに戻してから日時を設定し直すと、約束の時刻も更新されます。"
    ),
    "Say what is new.": "新しくお伝えする内容を入力してください。",
    "Only announced work gets updates, until it is over.": (
        "途中経過を出せるのは、告知してから終了するまでの間です。"
    ),
    "{time} comes twice in {zone}: clocks are put back then.": (
        "{zone}では夏時間の終わりにあたり、{time}が2回あります。"
    ),
    "Choose another time, or write the window in UTC.": (
        "別の時刻にするか、タイムゾーンをUTCにして入力してください。"
    ),
    "{time} does not exist in {zone}: clocks are put forward then.": (
        "{zone}では夏時間の始まりにあたり、{time}は存在しません。"
    ),
    "Choose a time an hour later or earlier.": "1時間前後の時刻にしてください。",
    "The work must end after it begins.": "終了予定は、開始より後にしてください。",
    "A window of less than {least} minutes is too short to be told.": (
        "時間帯は{least}分以上にしてください。"
    ),
    "Split the work.": "作業を分けてください。",
    "The work must begin later than now.": "開始は、これからの日時にしてください。",
    "For work that has begun already, declare an incident: nobody was warned.": (
        "すでに始まっている場合は事前の告知ができないため、インシデントとして宣言してください。"
    ),
    "The work begins more than a year from now.": "開始は1年以内の日時にしてください。",
    "Remind between 5 minutes and 30 days before.": (
        "直前のお知らせは、開始の5分前から30日前までの間で指定してください。"
    ),
    "At most {most} reminders.": "直前のお知らせは{most}回までです。",
    "There is no time zone “{zone}”.": "「{zone}」というタイムゾーンはありません。",
    "Write it as in Europe/Berlin or Asia/Tokyo.": (
        "Europe/BerlinやAsia/Tokyoのように入力してください。"
    ),
    "The file does not describe a past incident.": (
        "過去のインシデントを記述したファイルとして読み取れません。"
    ),
    "See docs/maintenance.md.": "docs/maintenance.mdを参照してください。",
    "Write it as 2026-03-15T22:00.": "2026-03-15T22:00のように入力してください。",
    "There is no maintenance {number}.": "メンテナンス{number}はありません。",
    "Look at the list of maintenance.": "一覧から探してください。",
}
