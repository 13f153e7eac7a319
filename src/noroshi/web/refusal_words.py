"""Every refusal in Japanese, under the English words that the inner rings use.

Values in braces are filled in after the look-up. A test reads the refusals from the code and fails
when one is missing here.
"""

from __future__ import annotations

from collections.abc import Mapping

from noroshi.web.refusal_words_closed import CLOSED
from noroshi.web.refusal_words_components import COMPONENTS
from noroshi.web.refusal_words_maintenance import MAINTENANCE
from noroshi.web.refusal_words_providers import PROVIDERS
from noroshi.web.refusal_words_readers import READERS
from noroshi.web.refusal_words_receipts import RECEIPTS
from noroshi.web.refusal_words_subscribing import SUBSCRIBING

JAPANESE: Mapping[str, str] = {
    **CLOSED,
    **COMPONENTS,
    **MAINTENANCE,
    **PROVIDERS,
    **READERS,
    **RECEIPTS,
    **SUBSCRIBING,
    # who may
    "You are not signed in.": "ログインしていません。",
    "Sign in first.": "ログインしてください。",
    "Only people with a role in the plan can do this.": (
        "この操作は、プランで役割を割り当てられた人だけが行えます。"
    ),
    "Ask one of them to do it.": "該当する人に依頼してください。",
    "Ask somebody else whom the plan names.": "プランで指定されたほかの人に依頼してください。",
    "Nobody approves a text that they wrote or edited.": (
        "自分が作成または編集した文面は承認できません。"
    ),
    "The account is disabled.": "アカウントが無効になっています。",
    "The person plays no role that is needed here.": "この操作に必要な役割を担当していません。",
    "This text needs no approval.": "この文面に承認は必要ありません。",
    # sign-ins
    "This is not a mail address.": "メールアドレスの形式が正しくありません。",
    "Look for a missing @ or a space.": "@の抜けや空白がないか確認してください。",
    "Give your name as colleagues know it.": "社内で使っているお名前を入力してください。",
    "This link does not work any more.": "このリンクは使えなくなっています。",
    "Sign in, or make a new link with “noroshi up”.": (
        "ログインするか、「noroshi up」で新しいリンクを作成してください。"
    ),
    "{name} has a sign-in already.": "{name}さんにはすでにアカウントがあります。",
    "This invitation does not work any more.": "この招待は使えなくなっています。",
    "Ask an administrator for a new one.": "管理者に新しい招待を依頼してください。",
    "This person or address has a sign-in already.": (
        "この人またはこのアドレスのアカウントは、すでに作成されています。"
    ),
    "Sign in with it.": "そのアカウントでログインしてください。",
    "Give the token a name of one line, at most {most} characters.": (
        "トークンの名前は1行、{most}文字以内で入力してください。"
    ),
    "A token named “{name}” exists already.": "「{name}」という名前のトークンはすでにあります。",
    "Choose another name.": "別の名前にしてください。",
    "This is not your present password.": "現在のパスワードが正しくありません。",
    "This password is too long.": "パスワードが長すぎます。",
    # incidents
    "Say in a few words what customers notice.": "お客さまへの影響を短く書いてください。",
    "The title is longer than {most} characters.": "件名が{most}文字を超えています。",
    "The title must be one line of plain text.": "件名は改行なしの1行で入力してください。",
    "Choose at least one component that is hit.": ("影響のあるサービスを1つ以上選んでください。"),
    "The incident would start in the future.": "発生日時が未来になっています。",
    "Check the date, the time and the zone.": "日付、時刻、タイムゾーンを確認してください。",
    "Another incident was declared at this very moment.": (
        "ほぼ同時に、別のインシデントが宣言されました。"
    ),
    "Try again.": "もう一度お試しください。",
    "This incident is not a proposal any more.": "このインシデントはすでに判断済みです。",
    "Open it to see where it is.": "対応画面で現在の状況を確認してください。",
    "Say in a few words why this is no incident.": (
        "インシデントではない理由を短く書いてください。"
    ),
    "Resolve it with a last update instead.": "復旧のお知らせを公開して終了してください。",
    "Only an open incident can be changed.": "変更できるのは対応中のインシデントだけです。",
    "There is no incident {number}.": "インシデント{number}はありません。",
    "Look at the list of incidents.": "一覧から探してください。",
    "Say how far it still works.": "どの程度使えるかを選んでください。",
    "Choose how bad it is. You can change it later.": (
        "影響の大きさを選んでください。あとから変更できます。"
    ),
    "The plan has no such class.": "この重大度はプランにありません。",
    "This is not a date and a time.": "日時として読み取れません。",
    "Write them as 2026-03-12 and 14:05.": "2026-03-12、14:05のように入力してください。",
    "Check the date.": "日付を確認してください。",
    "Open it anew.": "フォームを開き直してください。",
    "The form has lost its key.": "フォームの情報が失われました。",
    "The incident would have started more than a year ago.": "発生日時が1年以上前になっています。",
    "Write the title in the languages of the plan.": "件名は、プランで定めた言語で書いてください。",
    # facts
    "Answer in one of the plan's languages.": "プランで定めた言語のいずれかで答えてください。",
    "Keep the answer under {most} characters.": "答えは{most}文字以内にしてください。",
    "The answer has characters that cannot be shown.": "表示できない文字が含まれています。",
    "The answer must be {}.": "答えの形式が正しくありません。",
    "Somebody else has answered this question meanwhile.": "ほかの人が先に答えました。",
    "Their answer is shown now; change it if yours is better.": (
        "その答えを表示しています。必要であれば変更してください。"
    ),
    # messages
    "Only an open incident gets updates.": "お知らせを出せるのは、対応中のインシデントだけです。",
    "Confirm the proposal first, or write the final report.": (
        "先に提案を確定するか、最終報告を作成してください。"
    ),
    "Another message of this incident is in work.": (
        "このインシデントでは、別のお知らせを作成中です。"
    ),
    "Finish or withdraw it first.": "先にそのお知らせを公開するか、取り下げてください。",
    "There is no such message.": "お知らせが見つかりません。",
    "There is no such text.": "文面が見つかりません。",
    "There is no such delivery.": "配信の記録が見つかりません。",
    "Go back to the incident.": "インシデントの画面に戻ってください。",
    "Somebody else has moved this message on.": "このお知らせの状態は、ほかの人の操作によって変わりました。",
    "Read it again.": "もう一度ご確認ください。",
    "This message is not in work any more.": "このお知らせは作成中ではありません。",
    "This message is not a draft any more.": "このお知らせは下書きではありません。",
    "This message is not being written any more.": "このお知らせは編集できません。",
    "A published text never changes; say what is right in the next update.": (
        "公開した文面は変更できません。訂正は次のお知らせで行ってください。"
    ),
    "The subject must be one line of at most {most} characters.": "件名は1行、{most}文字以内で入力してください。",
    "The text must have at most {most} characters.": "文面は{most}文字以内にしてください。",
    "The text has a character that cannot be stored.": "保存できない文字が含まれています。",
    "Somebody else has changed this text meanwhile.": "ほかの人が先にこの文面を変更しました。",
    "Your words are kept in the form; compare them with the new text.": (
        "入力した内容はフォームに残っています。新しい文面と見比べてください。"
    ),
    "Texts that cannot go out as they are: {count}. {text}: {reason}": "このままでは送信できない文面が{count}件あります。{text}：{reason}",
    "Mend what the findings point at.": "指摘された箇所を修正してください。",
    "There is no ready mend for this.": "この指摘は自動では修正できません。",
    "Change the text by hand.": "文面を直接修正してください。",
    "The text has changed since this was found.": "指摘のあとに文面が変わりました。",
    "Check it again, then mend it.": "もう一度確認してから修正してください。",
    "The text would be longer than {} kB.": "文面が{0} KBを超えます。",
    "Shorten the answers in the checklist.": "確認項目の答えを短くしてください。",
    "The template is longer than {} kB.": "テンプレートが{0} KBを超えています。",
    "Shorten the template in the plan.": "プランのテンプレートを短くしてください。",
    "The template has more than {} slots.": "テンプレートの差し込み欄が{0}個を超えています。",
    "Take slots out of the template in the plan.": "プランのテンプレートの差し込み欄を減らしてください。",
    "The value of “{}” is not plain text.": "「{0}」の値が文字列ではありません。",
    "Answer the question again, in words.": "確認項目に、もう一度文章で答えてください。",
    "Every channel of this incident has spoken a short while ago.": (
        "このインシデントでは、どのチャネルもお知らせを出したばかりです。"
    ),
    "Write again when the first of them may speak.": (
        "いずれかのチャネルで送信できるようになってから、改めて作成してください。"
    ),
    # exceptions to the guardrails
    "There is no rule “{rule}”.": "「{rule}」というルールはありません。",
    "There is no such override.": "該当する例外扱いはありません。",
    "It may have been withdrawn.": "すでに取り消された可能性があります。",
    "What this rule finds never goes out.": "このルールの指摘は、例外扱いにできません。",
    "Mend the text.": "文面を修正してください。",
    "The plan names nobody who may override this.": (
        "プランでは、この指摘を例外扱いにできる役割が指定されていません。"
    ),
    "Mend what the finding points at.": "指摘された箇所を修正してください。",
    "Only this role may override it: {role}.": "例外扱いにできるのは{role}だけです。",
    "Say why this must go out.": "このまま公開する理由を書いてください。",
    "Say why in a few words; the review shows them.": (
        "理由をもう少し詳しく書いてください。振り返りの画面に表示されます。"
    ),
    "The reason must have at most {most} characters.": "理由は{most}文字以内で書いてください。",
    "Take it back first, so that its approvers see what was overridden.": (
        "先に取り戻してください。例外扱いの内容を承認者に確認してもらうためです。"
    ),
    "This does not block the text now.": "この指摘は、現在この文面の公開を妨げていません。",
    "Look at the findings again.": "指摘をもう一度確認してください。",
    "The rule blocks this text in more than one place.": (
        "このルールの指摘が、この文面の複数の箇所にあります。"
    ),
    "Say which: {found}.": "次のどれかを指定してください：{found}。",
    "What it went out with stays in the review.": "公開時の記録は振り返りに残ります。",
    # approvals
    "Take it back, mend it and ask again.": "取り戻して修正し、改めて承認を依頼してください。",
    "The text of {text} is not the one that was signed.": "{text}の文面が、承認されたものと異なります。",
    "{text} was rejected.": "{text}は差し戻されました。",
    "Say why, so that the writer can mend it.": ("作成者が修正できるよう、理由を書いてください。"),
    "This message is not waiting for approval.": "このお知らせは承認待ちではありません。",
    "Open the incident to see why.": "インシデントの画面で状況を確認してください。",
    "The text has changed since you read it.": "ご覧になったあとに文面が変わりました。",
    "Read the new text and decide again.": "新しい文面を読んで、改めて判断してください。",
    "This message is out already.": "このお知らせはすでに公開されています。",
    "Nothing was sent twice.": "二重に送信されたものはありません。",
    "This message has not been sent to its approvers.": (
        "このお知らせは、まだ承認を依頼していません。"
    ),
    "The time that this message promises has passed.": "文面で約束した時刻を過ぎています。",
    "Take it back to draft: it gets a fresh time.": ("下書きに戻すと、新しい時刻が設定されます。"),
    "{text} is not approved yet.": "{text}がまだ承認されていません。",
    "It waits for: {roles}.": "承認待ちの役割：{roles}。",
    # the report
    "The final report is published when the incident is resolved.": (
        "最終報告は、インシデントの復旧後に公開します。"
    ),
    "The final report is out already.": "最終報告はすでに公開されています。",
    "“{part}” is empty ({language}).": "「{part}」が未記入です（{language}）。",
    "Parts that are still to be written: {missing}.": "未記入の項目：{missing}。",
    "The final report is drafted from its six parts.": "最終報告は6つの項目から作成します。",
    "The page shows the report in its six parts.": "ページには6つの項目の内容が表示されます。",
    "Withdraw this message, change the parts, and draft it again.": (
        "このお知らせを取り下げ、項目を修正してから作り直してください。"
    ),
    "The final report is written when the incident is resolved.": (
        "最終報告は、インシデントの復旧後に作成します。"
    ),
    "The report is out.": "最終報告は公開済みです。",
    "Correct it with a message that says what changed.": (
        "変更点を別のお知らせで公開して訂正してください。"
    ),
    "The report is being approved as it stands.": "最終報告は現在の内容で承認手続き中です。",
    "Withdraw the message that carries it first.": (
        "先に、最終報告のお知らせを取り下げてください。"
    ),
    "The plan has no language “{language}”.": "プランに言語「{language}」がありません。",
    "The report has no part “{part}”.": "最終報告に「{part}」という項目はありません。",
    "Keep each part under {most} characters.": "各項目は{most}文字以内にしてください。",
    "Somebody else has changed the report meanwhile.": "ほかの人が先に最終報告を変更しました。",
    # the plan
    "There is no plan yet.": "プランがまだありません。",
    "Apply one with “noroshi plan apply DIRECTORY”.": (
        "「noroshi plan apply ディレクトリ」で適用してください。"
    ),
    "There is no version {number} of the plan.": "プランの第{number}版はありません。",
    "The plan has no {what} “{key}”.": "プランに「{key}」がありません。",
    "Known: {known}.": "選べるもの：{known}。",
    "The plan has no severity class {level}.": "プランに重大度{level}がありません。",
    "Scenario “{key}” has no action path for severity {level}.": "シナリオ「{key}」には、重大度{level}の対応フローがありません。",
    "Add a path with a lower min_severity to the plan.": (
        "min_severity がより低い対応フローをプランに追加してください。"
    ),
    # subscribers
    "This address is known already.": "このアドレスはすでに登録されています。",
    "Choose one of the languages of this page.": "このページの言語から選んでください。",
    "Subscribe once more on the status page.": "稼働状況ページから改めて登録してください。",
    "This link is not one of ours, or a part of it is missing.": (
        "リンクが正しくないか、一部が欠けています。"
    ),
    "This subscription does not exist.": "この登録は存在しません。",
    "Too many subscriptions were asked for from your network.": (
        "お使いのネットワークからの登録が上限に達しました。"
    ),
    "Please try again in an hour.": "1時間ほどおいてから、もう一度お試しください。",
    "Only e-mail addresses can be imported.": "取り込めるのはメールアドレスだけです。",
    "Say --channel email.": "--channel email を指定してください。",
    "Say when and where these people agreed to be written to.": (
        "いつ、どこで配信の同意を得たかを指定してください。"
    ),
    "See “noroshi jobs”.": "「noroshi jobs」で確認してください。",
    "See “noroshi token list”.": "「noroshi token list」で確認してください。",
    "Name the monitoring system in a few plain words.": (
        "監視システムの名前を短く入力してください。"
    ),
    # forms
    "This is too long.": "文字数が多すぎます。",
    "Say it in fewer words.": "もう少し短く入力してください。",
    "This has a line break or a character that cannot be shown.": (
        "改行または表示できない文字が含まれています。"
    ),
    "Type it again instead of pasting it.": "貼り付けずに入力し直してください。",
    "This is not a number.": "数字で入力してください。",
    "This language is not known.": "対応していない言語です。",
    "This reminder has gone out already.": "この通知はすでに送信済みです。",
    # the room
    "Type an answer, or mark it as not known yet.": (
        "答えを入力するか、「まだ不明」にしてください。"
    ),
    "Write them as 2026-03-12 14:05.": "2026-03-12 14:05のように入力してください。",
    "Choose what customers are told.": "お客さまに伝える段階を選んでください。",
    "Somebody else has changed this part meanwhile.": "ほかの人が先にこの項目を変更しました。",
    "Both texts are shown. Save again to keep yours.": (
        "両方の内容を表示しています。自分の内容を残す場合は、もう一度保存してください。"
    ),
    "This has been mended already.": "この箇所はすでに修正されています。",
    "The findings beside the text are fresh.": "横に表示されている指摘は最新のものです。",
    "The web part was started without its services.": "Webの起動設定に誤りがあります。",
    # corrections, and texts posted by hand
    "A newer text for the same place is out already.": (
        "同じ投稿先に、すでに新しい文面が出ています。"
    ),
    "Change the text before it goes out.": "公開前に文面を変更してください。",
    "Choose the texts that were wrong.": "誤りのあった文面を選んでください。",
    "Only published texts of channels without a provider are posted by hand.": (
        "手作業で投稿するのは、手作業で投稿するチャネルの公開済みの文面だけです。"
    ),
    "Only what has gone out is corrected.": "訂正できるのは、公開済みのお知らせだけです。",
    "Paste the address as the browser shows it, beginning with https://, or leave it empty.": (
        "ブラウザーに表示されるhttps://で始まるURLを貼り付けるか、空欄のままにしてください。"
    ),
    "Post the newer one; this one would contradict it.": (
        "内容が食い違わないように、新しいほうの文面を投稿してください。"
    ),
    "The final report is corrected in its six parts, on the report's screen.": (
        "最終報告は、報告書の画面で6つの項目を修正してください。"
    ),
    "There is nothing to correct here.": "ここには訂正できるものがありません。",
    "There is nothing to post by hand under this number.": (
        "この番号には、手作業で投稿する文面がありません。"
    ),
    "They must be texts of this message.": "このお知らせの文面から選んでください。",
    "This is not the address of a post.": "投稿のURLの形式が正しくありません。",
    # steering a delivery
    "This delivery was stopped, and a stop cannot be undone.": (
        "この配信は中止されています。中止は取り消せません。"
    ),
    "Write an update to reach the people who got nothing.": (
        "届いていない人に伝えるには、新しいお知らせを作成してください。"
    ),
    "This delivery has ended already.": "この配信はすでに終了しています。",
    "Nothing is left to be paused.": "一時停止できる送信は残っていません。",
    "Nothing is left to be sent.": "未送信の宛先は残っていません。",
    "This delivery is not paused.": "この配信は一時停止されていません。",
    "It goes on by itself. Read the page again.": (
        "送信は自動で続いています。ページを再読み込みしてください。"
    ),
    "If the text was wrong, send a correction to those who have it.": (
        "内容に誤りがあった場合は、受け取った人に訂正を送ってください。"
    ),
    "Say why it is stopped.": "中止する理由を入力してください。",
    "Say why it is stopped, in {count} characters or more.": (
        "中止する理由を{count}文字以上で入力してください。"
    ),
    "Confirm that you know it cannot be undone.": (
        "取り消せないことを確認し、チェックを入れてください。"
    ),
    "There is no such list.": "この一覧は存在しません。",
    "Go back to the delivery.": "配信状況に戻ってください。",
    # subscribers
    "Nothing is stored under this address.": "このアドレスで保存されている情報はありません。",
    "Look for a mistake in it.": "入力に誤りがないか確認してください。",
    "Say how they asked to be left in peace.": "配信停止の依頼を受けた方法を入力してください。",
    "This is not the address of this person.": "この人のアドレスと一致しません。",
    "Type it as it stands above.": "上に表示されているとおりに入力してください。",
    "The file is not the one that was tried.": "試行したファイルと異なります。",
    "Try it once more.": "もう一度試行してください。",
    "Choose a file with something in it.": "内容のあるファイルを選んでください。",
    "The file is larger than 20 MB.": "ファイルが20 MBを超えています。",
    "Take it over on the host: noroshi subscriber import FILE.": (
        "サーバー上で「noroshi subscriber import FILE」を実行してください。"
    ),
    "Say to which audience these people belong.": "どの配信先に加えるかを指定してください。",
    "Choose an audience of the plan.": "プランの配信先を選んでください。",
    "Only e-mail addresses, telephone numbers and webhooks can be imported.": (
        "取り込めるのはメールアドレス、電話番号、Webhookだけです。"
    ),
    "Choose email, sms or webhook, or none to take all.": (
        "email、sms、webhookのいずれかを指定するか、指定なしですべてを取り込んでください。"
    ),
    "{least} to {most} characters; it is kept with each of them.": (
        "{least}〜{most}文字で入力してください。一人ひとりの情報とともに保存されます。"
    ),
    "This is not a telephone number with its country.": "国番号付きの電話番号ではありません。",
    "Write it with + and the country in front.": "先頭に+と国番号を付けてください。",
    "Nothing may be sent to this web address.": "このURLには送信できません。",
    "It begins with https:// and names a public host, without a port or a password.": (
        "https://で始まる公開サーバーのURLを、ポート番号やパスワードなしで指定してください。"
    ),
    "There is no format “{shape}”.": "「{shape}」という形式はありません。",
    "This format has no place for the channel.": "この形式では、そのチャネルを扱えません。",
    "Choose one of: {known}.": "次のいずれかを選んでください：{known}",
    "Line {line}: this is not UTF-8, UTF-16 or Shift_JIS text.": (
        "{line}行目：UTF-8、UTF-16、Shift_JISのいずれのテキストでもありません。"
    ),
    "Save the list as CSV in UTF-8.": "リストをUTF-8のCSVとして保存してください。",
    "Line {line}: this is not CSV ({fault}).": "{line}行目：CSVとして読み取れません（{fault}）。",
    "Look for a quote that is opened and never closed.": (
        "閉じられていない引用符がないか確認してください。"
    ),
    "The first line must name the columns: {known}.": "1行目に列名を入れてください：{known}",
    "One of email, phone_number, endpoint must be there; leave other columns out.": (
        "email、phone_number、endpointのいずれかが必要です。それ以外の列は除いてください。"
    ),
    "The first line does not look like a list of {shape}.": (
        "1行目が{shape}のリストの形式ではありません。"
    ),
    "Leave the format out to have it recognised.": "形式を指定しなければ、自動で判別します。",
    # which copy may send
    "Say why this copy should send.": "この環境から送信する理由を入力してください。",
    "This installation may send already.": "この環境からは、すでに送信できます。",
    "Nothing has to be done.": "操作は必要ありません。",
    "No update is being written, so there is nothing to send.": (
        "作成中のお知らせがないため、送信の対象がありません。"
    ),
    "Begin one, or name a message that is out with --message.": (
        "お知らせの作成を始めるか、公開済みのものを--messageで指定してください。"
    ),
    "See “noroshi incident show”.": "「noroshi incident show」を確認してください。",
    "PostgreSQL may forget what it has confirmed ({settings}), so people could be lost.": (
        "PostgreSQLが確定済みの記録を失う設定です（{settings}）。宛先が失われるおそれがあります。"
    ),
    "Switch it on in postgresql.conf and reload the server.": (
        "postgresql.confで有効にし、サーバーを再読み込みしてください。"
    ),
}
