"""What to tell people about a finding, and the way out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from noroshi.domain.audit.kinds import Finding, Gap, Value
from noroshi.domain.channel import NAMES, Channel
from noroshi.domain.incident import Subject
from noroshi.domain.language import Localised, pick
from noroshi.domain.message import MessageKind
from noroshi.domain.named import message_name, subject_name, whole_name
from noroshi.domain.sending import REFUSALS


@dataclass(frozen=True, kw_only=True)
class Words:
    """The short name of a kind, what was found, and what to do. Slots come from the detail."""

    name: Localised
    found: Localised
    way_out: Localised


def _w(name: tuple[str, str], found: tuple[str, str], way_out: tuple[str, str]) -> Words:
    return Words(name=_both(name), found=_both(found), way_out=_both(way_out))


def _both(said: tuple[str, str]) -> Localised:
    return {"en": said[0], "ja": said[1]}


_GAP = "–"
_MESSAGE_EN = "{said} ({channel})"
_MESSAGE_JA = "{said}（{channel}）"

WORDS: Final[Mapping[Gap, Words]] = {
    Gap.UNACCOUNTED: _w(
        ("Recipients missing from the ledger", "台帳から宛先が欠落"),
        (
            f"{{missing}} recipients of {_MESSAGE_EN} are not accounted for.",
            f"{_MESSAGE_JA}の宛先のうち{{missing}}件が台帳にありません。",
        ),
        (
            (
                "A part of the ledger was removed. Restore the latest backup beside this one and compare "
                "the batches of dispatch {dispatch}; then publish a correction to those who miss it."
            ),
            (
                "台帳の一部が失われています。最新のバックアップを別の場所に復元し、配信{dispatch}の"
                "バッチを比較してください。届いていない宛先には、訂正として改めて公開してください。"
            ),
        ),
    ),
    Gap.IMPOSSIBLE: _w(
        ("Ledger contradicts itself", "台帳の矛盾"),
        (
            f"{{batches}} batches of {_MESSAGE_EN} contradict themselves.",
            f"{_MESSAGE_JA}のバッチ{{batches}}件の記録に矛盾があります。",
        ),
        (
            (
                "Somebody or something else has written to the database. Pause dispatch {dispatch} and "
                "compare it with the latest backup."
            ),
            (
                "外部からデータベースが書き換えられた可能性があります。配信{dispatch}を一時停止し、"
                "最新のバックアップと比較してください。"
            ),
        ),
    ),
    Gap.STRANGER: _w(
        ("Outcome of somebody who is no recipient", "宛先にない人の記録"),
        (
            "Batch {batch} has outcomes of {people} people who are not among its recipients.",
            "バッチ{batch}に、宛先に含まれない{people}件の結果が記録されています。",
        ),
        (
            "Somebody or something else has written to the database: compare it with a backup.",
            "外部からデータベースが書き換えられた可能性があります。バックアップと比較してください。",
        ),
    ),
    Gap.NOT_PLANNED: _w(
        ("Published text without recipients", "宛先が作成されていない公開文"),
        (
            (
                "{Said} ({channel}) was published, but nobody was written down "
                "to get it. {people} people wait for it."
            ),
            f"{_MESSAGE_JA}は公開済みですが、宛先が作成されていません。対象は{{people}}件です。",
        ),
        (
            "Publish a correction or the next update, and report this as a fault of Noroshi.",
            "訂正または次のお知らせを公開し、Noroshiの不具合としてご報告ください。",
        ),
    ),
    Gap.ENDED_EARLY: _w(
        ("Closed although people wait", "未送信のまま終了"),
        (
            f"Sending of {_MESSAGE_EN} counts as finished, but {{people}} people have no outcome.",
            f"{_MESSAGE_JA}の配信は終了扱いですが、{{people}}件に結果がありません。",
        ),
        (
            "Restart the workers; if it stays, report it as a fault of Noroshi.",
            "ワーカーを再起動してください。解消しない場合は、Noroshiの不具合としてご報告ください。",
        ),
    ),
    Gap.NOT_ENDED: _w(
        ("Finished, but not closed", "完了処理が未実施"),
        (
            f"Everybody in {_MESSAGE_EN} has an outcome, but its sending was not closed.",
            f"{_MESSAGE_JA}は全件の結果が出ていますが、配信が完了扱いになっていません。",
        ),
        ("Look at “noroshi jobs”.", "「noroshi jobs」を確認してください。"),
    ),
    Gap.JOB_LOST: _w(
        ("Work without a job", "ジョブのない未送信分"),
        (
            "Batch {batch} is not done, and no job will go on with it.",
            "バッチ{batch}が未完了ですが、続きを行うジョブがありません。",
        ),
        (
            "Restart the workers: the sweep that gives jobs back does not run.",
            "ジョブを補充する処理が動いていません。ワーカーを再起動してください。",
        ),
    ),
    Gap.STUCK: _w(
        ("Batch does not move", "バッチの停滞"),
        (
            "Batch {batch} is being sent through {account}, but has not moved for two minutes.",
            "バッチ{batch}は{account}経由で送信中ですが、2分間進んでいません。",
        ),
        (
            (
                "Look at the provider, then restart the worker: another one goes on, and nobody gets a "
                "third copy."
            ),
            (
                "配信事業者の状態を確認し、ワーカーを再起動してください。別のワーカーが続きを行い、"
                "3通目が届くことはありません。"
            ),
        ),
    ),
    Gap.STALLED: _w(
        ("Sending stands still", "配信の停滞"),
        (
            f"Nothing moves in {_MESSAGE_EN}; {{people}} people wait.",
            f"{_MESSAGE_JA}の配信が進んでいません。{{people}}件が待機中です。",
        ),
        (
            "Run “noroshi doctor” and “noroshi jobs”; restart the workers.",
            "「noroshi doctor」と「noroshi jobs」を確認し、ワーカーを再起動してください。",
        ),
    ),
    Gap.RETRY_LATE: _w(
        ("Second attempts are late", "再送の遅れ"),
        (
            f"In {{batches}} batches of {_MESSAGE_EN} people should have been tried again by now.",
            f"{_MESSAGE_JA}のバッチ{{batches}}件で、再送の予定時刻を過ぎています。",
        ),
        (
            "Look at “noroshi jobs”, and whether enough workers run.",
            "「noroshi jobs」と、ワーカーの数が足りているかを確認してください。",
        ),
    ),
    Gap.WORKERS_IDLE: _w(
        ("Workers are idle", "ワーカーが待機したまま"),
        (
            "Workers are alive but do nothing, while {jobs} jobs wait, the oldest for {seconds} s.",
            "ワーカーは動作していますが、{jobs}件のジョブが処理されていません（最長{seconds}秒）。",
        ),
        (
            "Restart the workers. If a new release was put in place just now, go back to the old one.",
            "ワーカーを再起動してください。直前に更新した場合は、以前の版に戻してください。",
        ),
    ),
    Gap.NO_WORKER: _w(
        ("No worker is alive", "ワーカーが停止中"),
        (
            "No worker is alive: nothing is sent.",
            "動作中のワーカーがないため、何も送信されません。",
        ),
        ("Start “noroshi worker”.", "「noroshi worker」を起動してください。"),
    ),
    Gap.PROVIDER_DOWN: _w(
        ("Provider is down", "配信事業者の停止"),
        (
            "Provider account {provider} is taken as down; others take its share.",
            "配信アカウント{provider}を停止中と判断し、ほかのアカウントに振り分けています。",
        ),
        (
            "Look at the provider's own status page. Noroshi tries again by itself.",
            "事業者のステータスページを確認してください。復旧の確認は自動で行われます。",
        ),
    ),
    Gap.PROVIDER_SILENT: _w(
        ("Provider is silent", "配信事業者の無応答"),
        (
            "Provider account {provider} has work, but has taken nothing for {minutes} minutes.",
            "配信アカウント{provider}には送信待ちがありますが、{minutes}分間受け付けられていません。",
        ),
        (
            "Check the account, or give its share to another one.",
            "アカウントを確認するか、配分を別のアカウントに移してください。",
        ),
    ),
    Gap.CANARY_LATE: _w(
        ("Test message is late", "テストメッセージの遅れ"),
        (
            "The test message through {provider} has not arrived within three minutes.",
            "{provider}経由のテストメッセージが3分以内に届いていません。",
        ),
        (
            "The provider says yes, but may not deliver: check its queue and the test mailbox.",
            "受け付けられても届いていない可能性があります。事業者の状況と受信箱を確認してください。",
        ),
    ),
    Gap.PAGE_LATE: _w(
        ("Status page is late", "ステータスページの遅れ"),
        (
            (
                "Version {version} of the status pages is wanted since {minutes} minutes and was not read "
                "back."
            ),
            "ステータスページ第{version}版は、要求から{minutes}分たっても掲載を確認できていません。",
        ),
        ("See “noroshi page status”.", "「noroshi page status」を確認してください。"),
    ),
    Gap.PAGE_TARGET: _w(
        ("A target does not show the page", "公開先でのステータスページの異常"),
        (
            "Status page {page} is not right at {target}: {reason}",
            "ステータスページ{page}が公開先{target}で正しく表示されていません：{reason}",
        ),
        (
            (
                "Readers of the other targets are not touched. Noroshi writes it again by itself; see "
                "“noroshi page status”."
            ),
            (
                "他の公開先の表示に影響はありません。Noroshiが自動で再公開します。詳細は"
                "「noroshi page status」を確認してください。"
            ),
        ),
    ),
    Gap.PROMISE_LATE: _w(
        ("Promised update is late", "約束した更新の遅れ"),
        (
            "The promised update of incident {incident} is {minutes} minutes late.",
            "インシデント{incident}の次回のお知らせが、約束の時刻を{minutes}分過ぎています。",
        ),
        ("Publish an update.", "お知らせを公開してください。"),
    ),
    Gap.REPORT_AT_RISK: _w(
        ("Final report is due soon", "最終報告の期限が近い"),
        (
            "The final report of incident {incident} is due within {hours} hours.",
            "インシデント{incident}の最終報告の期限まで{hours}時間を切っています。",
        ),
        ("Write and publish the report.", "最終報告を作成し、公開してください。"),
    ),
    Gap.REPORT_LATE: _w(
        ("Final report is late", "最終報告の遅れ"),
        (
            "The final report of incident {incident} is overdue by {hours} full hours.",
            "インシデント{incident}の最終報告が期限を{hours}時間過ぎています。",
        ),
        ("Write and publish the report.", "最終報告を作成し、公開してください。"),
    ),
    Gap.CERTIFICATE_ENDS: _w(
        ("Certificate ends soon", "証明書の期限が近い"),
        (
            "The certificate that check {check} looks at ends on {day}, {days} full days from now.",
            "監視{check}の対象の証明書は{day}に期限が切れます（残り{days}日）。",
        ),
        (
            "Renew it before that day. This settles itself when the check sees the new one.",
            "期限までに更新してください。新しい証明書を監視で確認すると、自動で解消されます。",
        ),
    ),
    Gap.MAY_NOT_SEND: _w(
        ("Sending is held back", "送信の差し止め"),
        ("{reason}", "{reason}"),
        ("{reason_way_out}", "{reason_way_out}"),
    ),
    Gap.DISK_FILLING: _w(
        ("The disk fills up", "ディスク容量の残りわずか"),
        (
            "{percent} % of the disk are in use; {free} MB are free.",
            "ディスクの{percent}％を使用しています（空き{free} MB）。",
        ),
        (
            "Make room before it is full: see docs/operations.md.",
            "一杯になる前に空き容量を増やしてください（docs/operations.md）。",
        ),
    ),
    Gap.DISK_FULL: _w(
        ("The disk is full", "ディスクの空き容量なし"),
        (
            "The disk is nearly full ({free} MB are free): nothing new is taken in.",
            "ディスクの空き容量がほとんどなく（空き{free} MB）、新規の受け付けを停止しています。",
        ),
        (
            "Make room now. What was approved still goes out, for as long as the rest lasts.",
            "ただちに空き容量を増やしてください。承認済みのお知らせは、容量が残る間だけ送信されます。",
        ),
    ),
    Gap.CUT_SHORT: _w(
        ("The audit was cut short", "監査の打ち切り"),
        (
            "The auditor could not look at everything in time: {parts}.",
            "監査が時間内に終わりませんでした：{parts}。",
        ),
        (
            "The database is overloaded, or needs a VACUUM.",
            "データベースの負荷が高いか、VACUUMが必要です。",
        ),
    ),
    Gap.AUDITOR_SILENT: _w(
        ("The auditor is silent", "監査の停止"),
        (
            "The auditor has not looked for {minutes} minutes.",
            "監査が{minutes}分間実行されていません。",
        ),
        (
            "Nobody knows whether everything was sent. Check that a worker runs.",
            "送信状況を確認できていません。ワーカーが動作しているか確認してください。",
        ),
    ),
}


def found(finding: Finding, language: str) -> str:
    """What was found, in one sentence."""
    return _fill(WORDS[finding.kind].found, finding, language)


def way_out(finding: Finding, language: str) -> str:
    """What to do about it."""
    return _fill(WORDS[finding.kind].way_out, finding, language)


def names_of_gaps(language: str) -> dict[str, str]:
    """What to call each kind in the lines of the log."""
    return {str(kind): pick(words.name, language) for kind, words in WORDS.items()}


def _fill(words: Localised, finding: Finding, language: str) -> str:
    slots = _Slots(finding.detail)
    channel = finding.detail.get("channel")
    if channel in set(Channel):
        slots["channel"] = pick(NAMES[Channel(str(channel))], language)
    refusal = REFUSALS.get(str(finding.detail.get("reason", "")))
    if refusal:
        slots["reason"] = pick(refusal.why, language)
        slots["reason_way_out"] = pick(refusal.way_out, language)
    slots["said"] = said = _said(finding.detail, language)
    slots["Said"] = said[:1].upper() + said[1:]
    return pick(words, language).format_map(slots)


def _said(detail: Mapping[str, Value], language: str) -> str:
    """The text that a finding is about; an older release did not write down what it is."""
    kind = MessageKind(str(detail.get("kind", MessageKind.UPDATE)))
    subject = Subject(str(detail.get("subject", Subject.INCIDENT)))
    message = message_name(kind, detail.get("message", _GAP), language, inside=True)
    about = subject_name(subject, detail.get("incident", _GAP), language, inside=True)
    return whole_name(message, about, language)


class _Slots(dict[str, object]):
    """A detail that an older release did not write shows as a dash."""

    def __missing__(self, slot: str) -> str:
        return _GAP
