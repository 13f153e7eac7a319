"""The line of the log for each kind of event, in English and Japanese.

``{who}`` is the person; the other slots are keys of the event's data. ``{_…}`` slots are made in
``sentences``.
"""

from __future__ import annotations

from noroshi.domain.events.kinds import EventKind
from noroshi.domain.language import Localised

_K = EventKind


def _says(en: str, ja: str) -> Localised:
    return {"en": en, "ja": ja}


WORDINGS: dict[EventKind, Localised] = {
    _K.PLAN_APPLIED: _says(
        "Plan version {version} put into force by {who}", "{who}がプラン第{version}版を適用"
    ),
    _K.SIGNAL_RECEIVED: _says("{_alert}: {name}", "{_alert}：{name}"),
    _K.SIGNAL_REPEATED: _says("Alert repeated: {name}", "アラートの再通知：{name}"),
    _K.SIGNAL_REJECTED: _says(
        "Signal from {source} rejected: {reason}", "{source}からの通知を拒否：{reason}"
    ),
    _K.INCIDENT_PROPOSED: _says("Incident proposed: {name}", "インシデントの提案：{name}"),
    _K.INCIDENT_CONFIRMED: _says(
        "Confirmed by {who}, class {severity}", "{who}がインシデントとして確定、重大度{severity}"
    ),
    _K.INCIDENT_DISMISSED: _says(
        "Dismissed by {who}{_because}", "{who}がインシデントではないと判断{_because}"
    ),
    _K.INCIDENT_DECLARED: _says(
        "Declared by {who}, class {severity}", "{who}が宣言、重大度{severity}"
    ),
    _K.SEVERITY_CHANGED: _says(
        "Class changed from {from} to {to} by {who}", "{who}が重大度を{from}から{to}に変更"
    ),
    _K.SCOPE_CHANGED: _says("Scope changed by {who}: {_scope}", "{who}が影響範囲を変更：{_scope}"),
    _K.FACT_ANSWERED: _says("Fact: {_fact}", "確認項目：{_fact}"),
    _K.MESSAGE_DRAFTED: _says("{_Message} drafted by {who}", "{who}が{_Message}を作成"),
    _K.RENDITION_EDITED: _says(
        "{_Message}{_text}: edited by {who}",
        "{_Message}{_text}を{who}が編集",
    ),
    _K.GUARDRAIL_OVERRIDDEN: _says(
        "{_Message}{_text}: finding “{rule}” overridden by {who}{_because}",
        "{_Message}{_text}の指摘「{rule}」を{who}が例外扱いに{_because}",
    ),
    _K.OVERRIDE_WITHDRAWN: _says(
        "{_Message}{_text}: override of “{rule}” withdrawn by {who}",
        "{_Message}{_text}の指摘「{rule}」の例外扱いを{who}が取り消し",
    ),
    _K.APPROVAL_REQUESTED: _says(
        "{_Message}{_text}: approval asked for by {who}",
        "{_Message}{_text}の承認を{who}が依頼",
    ),
    _K.RENDITION_APPROVED: _says(
        "{_Message}{_text}: approved by {who}",
        "{_Message}{_text}を{who}が承認",
    ),
    _K.RENDITION_REJECTED: _says(
        "{_Message}{_text}: rejected by {who}{_because}",
        "{_Message}{_text}を{who}が差し戻し{_because}",
    ),
    _K.APPROVAL_VOIDED: _says(
        "{_Message}{_text}: approval void, the text has changed",
        "{_Message}{_text}は文面の変更により承認が無効",
    ),
    _K.MESSAGE_PUBLISHED: _says("{_Message} published{_promise}", "{_Message}を公開{_promise}"),
    _K.MESSAGE_WITHDRAWN: _says("{_Message} withdrawn by {who}", "{who}が{_Message}を取り下げ"),
    _K.PAGE_PUBLISHED: _says(
        "Status pages published and read back, version {version}",
        "ステータスページを公開し、掲載を確認（第{version}版）",
    ),
    _K.PAGE_FAILED: _says(
        "The status pages could not be published{_because}",
        "ステータスページを公開できませんでした{_because}",
    ),
    _K.PAGE_TARGET_DOWN: _says(
        "Status page {page} is not right at {target}{_because}",
        "ステータスページ{page}を{target}で正しく公開できていません{_because}",
    ),
    _K.PAGE_TARGET_UP: _says(
        "Status page {page} is right again at {target}",
        "ステータスページ{page}の{target}での公開が復旧",
    ),
    _K.PAGE_CHANGED_ELSEWHERE: _says(
        "Status page {page} was changed at {target} by somebody else: {files} files, first {path}",
        "ステータスページ{page}の{target}のファイル{files}件が外部で変更されました（{path}など）",
    ),
    _K.DISPATCH_PLANNED: _says(
        "{_Message}, {channel}: {recipients} recipients",
        "{_Message}（{channel}）の宛先は{recipients}件",
    ),
    _K.CORRECTION_PUBLISHED: _says(
        "Correction {message} published by {who}",
        "訂正（第{message}報）を{who}が公開",
    ),
    _K.POSTING_NOTED: _says(
        "{_Message}{_text}: posted by hand by {who}",
        "{_Message}{_text}を{who}が手作業で投稿",
    ),
    _K.DISPATCH_FINISHED: _says(
        "{_Message}, {channel}: {accepted} of {recipients} handed over",
        "{_Message}（{channel}）を送信、{recipients}件中{accepted}件",
    ),
    _K.DISPATCH_PAUSED: _says(
        "Sending of {_message} paused by {who}, {channel}: {left} left{_because}",
        "{who}が{_Message}（{channel}）の送信を一時停止、残り{left}件{_because}",
    ),
    _K.DISPATCH_RESUMED: _says(
        "Sending of {_message} resumed by {who}, {channel}: {left} left",
        "{who}が{_Message}（{channel}）の送信を再開、残り{left}件",
    ),
    _K.DISPATCH_STOPPED: _says(
        "Sending of {_message} stopped by {who}, {channel}: {left} not sent{_because}",
        "{who}が{_Message}（{channel}）の送信を中止、未送信{left}件{_because}",
    ),
    _K.PROVIDER_ADDED: _says(
        "Provider account {provider} added ({channel})",
        "配信アカウント{provider}を追加（{channel}）",
    ),
    _K.PROVIDER_CHANGED: _says(
        "Provider account {provider} changed", "配信アカウント{provider}の設定を変更"
    ),
    _K.PROVIDER_REMOVED: _says(
        "Provider account {provider} removed", "配信アカウント{provider}を削除"
    ),
    _K.PROVIDER_DOWN: _says(
        "Provider account {provider} is taken as down: {reason}",
        "配信アカウント{provider}を停止中と判断：{reason}",
    ),
    _K.PROVIDER_UP: _says(
        "Provider account {provider} works again", "配信アカウント{provider}が復旧"
    ),
    _K.PROVIDER_SHARE_MOVED: _says(
        "Provider account {provider}: share moved from {from} % to {to} %{_because}",
        "配信アカウント{provider}の配分を{from}%から{to}%に変更{_because}",
    ),
    _K.CANARY_LATE: _says(
        "The test message through {provider} is {minutes} minutes late",
        "{provider}経由のテストメッセージが{minutes}分遅延",
    ),
    _K.GAP_FOUND: _says("The auditor found: {gap}", "監査で検出：{gap}"),
    _K.GAP_CLOSED: _says("Settled: {gap}", "解消：{gap}"),
    _K.INSTALLATION_MOVED: _says(
        "This installation was told that it may send: {reason}",
        "この環境からの送信を許可：{reason}",
    ),
    _K.PROMISE_MADE: _says("Next update promised by {_due}", "次回のお知らせを{_due}までと約束"),
    _K.PROMISE_REMINDED: _says(
        "{person} reminded: next update due by {_due}",
        "{person}に通知：次回のお知らせは{_due}まで",
    ),
    _K.PROMISE_ESCALATED: _says(
        "{person} called: the update due by {_due} is late",
        "{person}に連絡：{_due}までのお知らせが未公開",
    ),
    _K.PROMISE_KEPT: _says("Promise for {_due} kept", "{_due}までの約束を遵守"),
    _K.PROMISE_MISSED: _says(
        "Promise for {_due} missed{_late}", "約束の期限（{_due}）を超過{_late}"
    ),
    _K.PROMISE_CANCELLED: _says("Promise for {_due} cancelled", "{_due}までの約束を取り消し"),
    _K.RESOLUTION_PROPOSED: _says(
        "The alerts have ended; a person must confirm the recovery",
        "アラートが終了（担当者による復旧確認待ち）",
    ),
    _K.INCIDENT_RESOLVED: _says("Resolved by {who}", "{who}が復旧を宣言"),
    _K.REPORT_DUE: _says("Final report due by {_due}", "最終報告の期限は{_due}"),
    _K.REPORT_WARNED: _says(
        "Final report not published yet, due by {_due}", "最終報告が未公開、期限は{_due}"
    ),
    _K.REPORT_EDITED: _says(
        "Final report edited by {who}, version {version}", "{who}が最終報告を編集、第{version}版"
    ),
    _K.REPORT_PUBLISHED: _says("Final report published by {who}", "{who}が最終報告を公開"),
    _K.REPORT_OVERDUE: _says(
        "Final report overdue, it was due by {_due}", "最終報告が期限（{_due}）を超過"
    ),
    _K.MAINTENANCE_PLANNED: _says(
        "Maintenance planned by {who}: {title}", "{who}がメンテナンスを計画：{title}"
    ),
    _K.MAINTENANCE_CHANGED: _says(
        "Maintenance changed by {who}, it begins {_when}",
        "{who}がメンテナンスを変更、開始は{_when}",
    ),
    _K.MAINTENANCE_STARTED: _says("Maintenance begun by {who}", "{who}がメンテナンスを開始"),
    _K.MAINTENANCE_VERIFYING: _says(
        "Work done, {who} verifies it", "作業が完了し、{who}が動作を確認中"
    ),
    _K.MAINTENANCE_RESUMED: _says("Work resumed by {who}", "{who}が作業を再開"),
    _K.MAINTENANCE_COMPLETED: _says(
        "Maintenance ended by {who}{_late}", "{who}がメンテナンスを終了{_late}"
    ),
    _K.MAINTENANCE_CANCELLED: _says(
        "Maintenance cancelled by {who}{_because}", "{who}がメンテナンスを中止{_because}"
    ),
    _K.MAINTENANCE_OVERRUN: _says(
        "Maintenance goes on past its end, {_due}", "メンテナンスが終了予定（{_due}）を超過"
    ),
    _K.MAINTENANCE_CALLED: _says("{person} told: {about}", "{person}に連絡：{about}"),
    _K.NOTICE_PUBLISHED: _says(
        "Notice {message} published ({notice})", "お知らせ第{message}号を公開（{notice}）"
    ),
    _K.NOTICE_SUPERSEDED: _says(
        "Notice {message} left out ({notice}): its time has passed",
        "お知らせ第{message}号（{notice}）は、時期を過ぎたため送信を取りやめ",
    ),
    _K.NOTICE_HELD: _says(
        "Notice {message} could not go out ({notice}){_because}",
        "お知らせ第{message}号（{notice}）を公開できず{_because}",
    ),
    _K.MESSAGE_SCHEDULED: _says(
        "{_Message} set by {who} to go out {_when}",
        "{who}が{_Message}の公開日時を{_when}に設定",
    ),
    _K.SCHEDULE_CALLED_OFF: _says(
        "{_Message} does not go out by itself, called off by {who}{_because}",
        "{who}が{_Message}の予約公開を取り消し{_because}",
    ),
    _K.PAST_INCIDENT_ENTERED: _says(
        "Entered afterwards by {who}, with {updates} updates",
        "{who}が事後に記録（お知らせ{updates}件）",
    ),
    _K.PAST_INCIDENT_PUBLISHED: _says(
        "Put into the public history by {who}, nobody was written to",
        "{who}が公開履歴に掲載（配信はなし）",
    ),
    _K.COMMITMENT_MADE: _says(
        "{who} promised commitment {commitment} by {due}",
        "{who}が再発防止策{commitment}を登録（期限{due}）",
    ),
    _K.COMMITMENT_CHANGED: _says(
        "{who} changed commitment {commitment}, due {to} (before: {from})",
        "{who}が再発防止策{commitment}を変更（期限{to}、変更前{from}）",
    ),
    _K.COMMITMENT_DONE: _says(
        "{who} marked commitment {commitment} as done (due {due})",
        "{who}が再発防止策{commitment}を完了（期限{due}）",
    ),
    _K.COMMITMENT_REOPENED: _says(
        "{who} opened commitment {commitment} again (due {due})",
        "{who}が再発防止策{commitment}の完了を取り消し（期限{due}）",
    ),
    _K.COMMITMENT_REMOVED: _says(
        "{who} removed commitment {commitment}", "{who}が再発防止策{commitment}を削除"
    ),
    _K.FEEDBACK_ERASED: _says(
        "{who} erased a reader's words about message {message}",
        "{who}がお知らせ{message}への読者のコメントを消去",
    ),
    _K.SUBSCRIBER_ADDED: _says("Subscriber {subscriber} added", "登録者{subscriber}を追加"),
    _K.SUBSCRIBER_CONFIRMED: _says(
        "Subscriber {subscriber} confirmed", "登録者{subscriber}が登録を確認"
    ),
    _K.SUBSCRIBER_CHANGED: _says(
        "Subscriber {subscriber} changed what they get", "登録者{subscriber}が受信内容を変更"
    ),
    _K.SUBSCRIBER_UNSUBSCRIBED: _says(
        "Subscriber {subscriber} unsubscribed", "登録者{subscriber}が配信を停止"
    ),
    _K.SUBSCRIBER_SUPPRESSED: _says(
        "Subscriber {subscriber} gets nothing more{_because}",
        "登録者{subscriber}への送信を停止{_because}",
    ),
    _K.CONFIRMATIONS_HELD: _says(
        "More than {count} confirmations of subscriptions asked for within an hour: the rest waits",
        "登録確認の依頼が1時間に{count}件を超過、以降は次の時間帯まで保留",
    ),
    _K.SUPPRESSION_ADDED: _says(
        "{count} addresses put on the suppression list{_because}",
        "{count}件のアドレスを送信停止リストに追加{_because}",
    ),
    _K.SENDER_REFUSED: _says(
        "Receiving servers refuse mail because of us, not of the address ({provider}){_because}",
        "宛先ではなく送信側の理由で、受信側がメールを拒否（{provider}）{_because}",
    ),
    _K.SUPPRESSION_LIFTED: _says(
        "Suppression of subscriber {subscriber} lifted by {who}{_because}",
        "{who}が登録者{subscriber}の送信停止を解除{_because}",
    ),
    _K.SUBSCRIBERS_EXPORTED: _says(
        "{count} subscribers exported by {who}", "{who}が登録者{count}件を書き出し"
    ),
    _K.SUBSCRIBERS_IMPORTED: _says(
        "{added} subscribers imported by {who}, {audience} by {channel}",
        "{who}が登録者{added}件を取り込み（{audience}、{channel}）",
    ),
    _K.COMPONENT_SET: _says(
        "{_scope}: set to “{state}” by {who}{_because}",
        "{who}が{_scope}を「{state}」に設定{_because}",
    ),
    _K.COMPONENT_RELEASED: _says(
        "{_scope}: “{state}” taken back by {who}{_because}",
        "{who}が{_scope}の「{state}」を解除{_because}",
    ),
    _K.COMPONENT_NOTICED: _says(
        "{source} puts {_scope} at “{state}”{_because}",
        "{source}により{_scope}が「{state}」と判定{_because}",
    ),
    _K.COMPONENT_ACCEPTED: _says(
        "{_scope}: “{state}” confirmed by {who}", "{who}が{_scope}の「{state}」を確認"
    ),
    _K.COMPONENT_DISMISSED: _says(
        "{_scope}: “{state}” dismissed by {who}{_because}",
        "{who}が{_scope}の「{state}」を却下{_because}",
    ),
    _K.CHECK_FAILED: _says("Check {check} fails{_because}", "監視{check}が失敗{_because}"),
    _K.CHECK_RECOVERED: _says("Check {check} passes again", "監視{check}が復旧"),
    _K.CERTIFICATE_ENDS: _says(
        "The certificate that check {check} looks at ends on {day}",
        "監視{check}の対象の証明書は{day}に期限切れ",
    ),
    _K.READER_INVITED: _says(
        "{reader} invited to the page {page} by {who}", "{who}が{reader}をページ{page}に招待"
    ),
    _K.READER_UNINVITED: _says(
        "{reader} may not read the page {page} any more, says {who}",
        "{who}が{reader}のページ{page}の閲覧権限を削除",
    ),
    _K.PAGE_ENTERED: _says(
        "{reader} opened the page {page} by a mailed link",
        "{reader}がメールのリンクからページ{page}にログイン",
    ),
    _K.FEED_ADDRESS_MADE: _says(
        "{reader} made a feed address for the page {page}",
        "{reader}がページ{page}のフィード用URLを発行",
    ),
    _K.FEED_ADDRESS_ENDED: _says(
        "A feed address of {reader} for the page {page} ended",
        "{reader}のページ{page}のフィード用URLを無効化",
    ),
    _K.TOKEN_ADDED: _says(
        "Token for “{token}” made by {who}", "{who}が「{token}」用のトークンを発行"
    ),
    _K.TOKEN_REVOKED: _says(
        "Token of “{token}” revoked by {who}", "{who}が「{token}」のトークンを無効化"
    ),
    _K.JOB_RUN_AGAIN: _says(
        "Job {job} ({task}) started again by {who}", "{who}がジョブ{job}（{task}）を再実行"
    ),
    _K.HISTORY_IMPORTED: _says(
        "{incidents} incidents imported from {source}", "{source}から{incidents}件の履歴を取り込み"
    ),
    _K.ADMINISTRATOR_CREATED: _says(
        "First administrator created: {who}", "最初の管理者を作成：{who}"
    ),
    _K.PERSON_ADDED: _says("{person} added by {who}", "{who}が{person}を追加"),
    _K.PERSON_DISABLED: _says("{person} disabled by {who}", "{who}が{person}を無効化"),
    _K.PASSWORD_CHANGED: _says("{who} chose another password", "{who}がパスワードを変更"),
    _K.SIGNED_IN: _says("{who} signed in", "{who}がログイン"),
    _K.SIGNED_OUT: _says("{who} signed out", "{who}がログアウト"),
    _K.SIGN_IN_FAILED: _says("A sign-in failed", "ログインに失敗"),
}
