"""Refusals about provider accounts, in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PROVIDERS: Final[Mapping[str, str]] = {
    "A built-in account cannot be removed.": "標準のアカウントは削除できません。",
    "Add another one first, or stop what waits.": (
        "先に別のアカウントを追加するか、待機中の送信を中止してください。"
    ),
    "Add one under “Providers”, or with “noroshi provider add”.": (
        "「配信アカウント」の画面、または「noroshi provider add」で追加してください。"
    ),
    "Change them there and start again.": "環境変数を変更してから、起動し直してください。",
    "Choose another name.": "別の名前にしてください。",
    "Choose one of the list.": "一覧から選んでください。",
    "Enter this again: the account now leads to another place.": (
        "接続先が変わったため、もう一度入力してください。"
    ),
    "Every account for {channel} is paused by hand.": (
        "{channel}の配信アカウントは、すべて手動で一時停止されています。"
    ),
    "Every account for {channel} is taken as down.": (
        "{channel}の配信アカウントは、すべて停止中と判断されています。"
    ),
    "For example: ses-frankfurt.": "例：ses-frankfurt",
    "Give NOROSHI_SEALING_KEY the earlier key too, or enter the secrets anew.": (
        "NOROSHI_SEALING_KEYに以前の鍵も指定するか、秘密情報を入力し直してください。"
    ),
    "It is tried again by itself; see the accounts for what they answer.": (
        "自動的に再試行します。事業者からの応答は配信アカウントの画面で確認できます。"
    ),
    "It may have been removed.": "削除された可能性があります。",
    "Leave it empty for no limit; 0.5 is one every two seconds.": (
        "上限を設けない場合は空欄にしてください。0.5は2秒に1件です。"
    ),
    "Let one of them work again.": "いずれかのアカウントを再開してください。",
    "No mail relay is set up, so mail waits.": (
        "メールリレーが設定されていないため、メールは送信待ちになっています。"
    ),
    "Nothing can be sent to this address.": "この宛先には送信できません。",
    "Pause it instead, or give it the weight 0.": "代わりに一時停止するか、比重を0にしてください。",
    "Set NOROSHI_SMTP_HOST and start again, or add an account for e-mail.": (
        "NOROSHI_SMTP_HOSTを設定して起動し直すか、メールの配信アカウントを追加してください。"
    ),
    "The limit is a number of messages a second, at most 100,000.": (
        "上限は1秒あたりの件数です。100,000以下の数値を入力してください。"
    ),
    "The secrets of this account were sealed with another key.": (
        "このアカウントの秘密情報は、別の鍵で暗号化されています。"
    ),
    "The settings of the built-in relay stand in the environment.": (
        "標準のメールリレーの設定は、環境変数で行います。"
    ),
    "The weight is a number from 0 to 100.": "比重は0から100までの整数で入力してください。",
    "There is an account of this name.": "同じ名前のアカウントがすでにあります。",
    "There is no account for {channel}.": "{channel}の配信アカウントがありません。",
    "There is no setting called “{name}”.": "「{name}」という設定項目はありません。",
    "There is no such account.": "このアカウントは見つかりません。",
    "There is no such kind of provider.": "この種類の配信事業者には対応していません。",
    "This is the last account for {channel}, and messages wait for it.": (
        "{channel}の最後の配信アカウントで、送信待ちのメッセージがあります。"
    ),
    "This name belongs to a built-in account.": "この名前は標準のアカウントで使われています。",
    "Type an address to which the test goes.": "テストの送信先を入力してください。",
    "Use small letters, digits and hyphens, at most 50 of them.": (
        "半角の英小文字・数字・ハイフンで、50文字以内で入力してください。"
    ),
    "{label}: choose one of {choices}.": "{label}：{choices}のいずれかを選んでください。",
    "{label}: this cannot be a value.": "{label}：この値は使えません。",
    "{label}: this is needed.": "{label}：入力してください。",
    "{label}: this must be a whole number.": "{label}：整数で入力してください。",
}
