"""Refusals about the states of components and about imports, in Japanese."""

from __future__ import annotations

from collections.abc import Mapping

COMPONENTS: Mapping[str, str] = {
    "Say why, in a few words.": "理由を簡潔に入力してください。",
    "The end must be in the next 90 days.": "期限は90日以内の時刻を指定してください。",
    "Nobody has set a state here by hand.": "手動で設定された状態はありません。",
    "What an incident or a check says ends with it.": (
        "インシデントや監視による状態は、それらの終了とともに解除されます。"
    ),
    "{component} is not offered in {region}.": "{component}は{region}では提供されていません。",
    "Customers see this state already.": "この状態はすでにお客さまに表示されています。",
    "This state is dismissed already.": "この状態はすでに却下されています。",
    "This state was set by a person.": "この状態は担当者が設定したものです。",
    "Set the component to operational.": "解除するには、サービスを「正常」に設定してください。",
    "This state has ended by itself.": "この状態はすでに解消しています。",
    "Nothing is left to decide.": "判断は必要ありません。",
    "Choose a state.": "状態を選択してください。",
    "Choose an end from the list.": "期限を一覧から選択してください。",
    "Choose at least one region.": "地域を1つ以上選択してください。",
    "There is no such component.": "該当するサービスがありません。",
    "Look at the list of components.": "サービスの一覧をご確認ください。",
    "The company does not write in {language}.": "{language}はプランの言語にありません。",
    "Add the language to the plan, or say another one.": (
        "プランに言語を追加するか、別の言語を指定してください。"
    ),
    "An incident is in this history twice.": "履歴に同じインシデントが重複しています。",
    "Nothing was imported. Look for an id that two incidents share.": (
        "取り込みは行われませんでした。同じIDのインシデントがないか確認してください。"
    ),
}
