"""What the sample company's people know, and when: answers, and the parts of the final report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from noroshi.domain.language import Localised

TITLE: Localised = {
    "en": "Card payments fail for some customers in Europe",
    "ja": "欧州の一部のお客さまにおけるカード決済エラー",
}


@dataclass(frozen=True, kw_only=True)
class Known:
    """Somebody's answer to a question of the checklist."""

    person: str
    question: str
    values: Localised = field(default_factory=dict)
    unknown: bool = False


FIRST: tuple[Known, ...] = (
    Known(
        person="jonas-weber",
        question="symptom",
        values={
            "en": "Some card payments at checkout end with “Payment could not be confirmed”",
            "ja": "カード決済の際に「お支払いを確認できませんでした」と表示され、決済が完了しない"
            "場合があります",
        },
    ),
    Known(
        person="mara-lindqvist",
        question="reach",
        values={
            "en": "Some customers in Europe are affected; other regions are not",
            "ja": "影響は欧州の一部のお客さまに限られ、その他の地域には影響ありません",
        },
    ),
    Known(person="mara-lindqvist", question="workaround", unknown=True),
    Known(person="mara-lindqvist", question="cause", unknown=True),
    Known(
        person="mara-lindqvist",
        question="progress",
        values={
            "en": "Our engineers are looking for the cause",
            "ja": "担当者が原因の特定を進めています",
        },
    ),
    Known(person="mara-lindqvist", question="eta", unknown=True),
)

IDENTIFIED: tuple[Known, ...] = (
    Known(
        person="mara-lindqvist",
        question="cause",
        values={
            "en": "The confirmations of Aldermark Payments arrive too late",
            "ja": "Aldermark Paymentsからの決済確認の遅延が原因です",
        },
    ),
    Known(
        person="tomas-rey",
        question="reach",
        values={
            "en": "About one in five card payments in Europe fails; other regions are not affected",
            "ja": "欧州のカード決済のおよそ5件に1件で発生しており、その他の地域には影響ありません",
        },
    ),
    Known(person="tomas-rey", question="affected_count", values={"*": "3400"}),
    Known(
        person="jonas-weber",
        question="workaround",
        values={
            "en": "Bank transfer works, and nobody is charged for a failed checkout",
            "ja": "銀行振込は通常どおりご利用いただけます。完了しなかった決済が請求されることは"
            "ありません",
        },
    ),
    Known(
        person="mara-lindqvist",
        question="progress",
        values={
            "en": "We are preparing to send card payments another way",
            "ja": "別の経路でカード決済を処理する準備を進めています",
        },
    ),
)

REROUTING: tuple[Known, ...] = (
    Known(
        person="mara-lindqvist",
        question="progress",
        values={
            "en": "Six in ten card payments now go another way and succeed",
            "ja": "現在、カード決済の6割を別の経路に切り替え、正常に完了しています",
        },
    ),
)

STILL: tuple[Known, ...] = (
    Known(
        person="mara-lindqvist",
        question="progress",
        values={
            "en": "Nine in ten card payments now go another way and succeed; the rest follows",
            "ja": "現在、カード決済の9割を別の経路に切り替え、正常に完了しています。残りも順次"
            "切り替えます",
        },
    ),
)

WATCHING: tuple[Known, ...] = (
    Known(
        person="tomas-rey",
        question="reach",
        values={
            "en": "All card payments in Europe succeed again; other regions were not affected",
            "ja": "現在、欧州のカード決済はすべて正常に完了しています。その他の地域には影響"
            "ありませんでした",
        },
    ),
    Known(
        person="mara-lindqvist",
        question="progress",
        values={
            "en": "All card payments go another way; we are watching whether it stays so",
            "ja": "すべてのカード決済を別の経路に切り替え、経過を監視しています",
        },
    ),
)

REPORT: Mapping[str, Mapping[str, str]] = {
    "en": {
        "apology": "We are sorry. For two and a half hours some of your customers in Europe could "
        "not pay by card. You trusted us with your checkout, and we let you and them down.",
        "what_happened": "About one in five card payments in Europe ended with “Payment could not "
        "be confirmed”. About 3,400 shops were affected. Payments by bank transfer and all other "
        "regions worked throughout. Nobody was charged for a failed checkout.",
        "why": "One of our third-party service providers confirmed card payments too late, and we "
        "gave up waiting after ten seconds. We had prepared a second route, but switching to it "
        "needed a person, and we practised it last a year ago.",
        "what_was_done": "We moved card payments in Europe to the second route, a part at a time, "
        "and checked each part before the next.",
        "what_it_changed": "After 50 minutes six in ten payments succeeded again, and after two "
        "hours and ten minutes all of them. No payment and no data was lost.",
        "what_will_be_done": "- Within four weeks the switch to the second route happens by itself, "
        "in less than two minutes.\n- Every quarter we practise it with real traffic.\n"
        "- During this incident one of our updates came late. From now on a second person is "
        "called as soon as an approver is silent for five minutes.",
    },
    "ja": {
        "apology": "このたびは、約2時間半にわたり欧州の一部のお客さまがカード決済をご利用いただけない"
        "状態となり、多大なるご迷惑をおかけしましたことを、深くお詫び申し上げます。",
        "what_happened": "欧州におけるカード決済のおよそ5件に1件で「お支払いを確認できませんでした」と"
        "表示され、決済が完了しない状態となりました。影響を受けた店舗はおよそ3,400店舗です。銀行振込"
        "およびその他の地域は、通常どおりご利用いただけました。完了しなかった決済が請求された事例は"
        "ございません。",
        "why": "当社が利用している外部サービス事業者からの決済確認が遅延し、当社側で10秒後に処理を打ち"
        "切っていたことが原因です。予備の経路は用意しておりましたが、切り替えには担当者の操作が必要で"
        "あり、切り替え訓練も1年前を最後に実施しておりませんでした。",
        "what_was_done": "欧州のカード決済を予備の経路へ段階的に切り替え、各段階で正常に処理されることを"
        "確認しました。",
        "what_it_changed": "発生から50分後にカード決済の6割、2時間10分後にすべてのカード決済が復旧しま"
        "した。決済およびデータの損失はございません。",
        "what_will_be_done": "- 4週間以内に、予備の経路への切り替えを自動化し、2分以内に完了するように"
        "します。\n- 四半期ごとに、実際の決済を用いた切り替え訓練を実施します。\n- 今回、お約束した時刻"
        "までに続報をお届けできないことが一度ございました。今後は、承認者から5分間応答がない場合、"
        "直ちに次の担当者へ連絡する運用に改めます。",
    },
}

PROMISES: tuple[tuple[int, Localised], ...] = (
    (
        28,
        {
            "en": "The switch to the second route for card payments happens by itself",
            "ja": "カード決済の予備経路への切り替えを自動化します",
        },
    ),
    (
        84,
        {
            "en": "The switch is practised with real traffic for the first time",
            "ja": "実際の決済を用いた切り替え訓練を初めて実施します",
        },
    ),
)
"""What the report promises: so many days after it, each with its own line on the page."""
