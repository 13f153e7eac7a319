"""What changed between two versions of a plan, in words (P11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from noroshi.domain.language import Localised
from noroshi.domain.plan.model import Appointment, Plan, Scenario, Template, Term


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change. ``kind`` is added, removed or changed; ``words`` says it in each language."""

    kind: str
    area: str  # field of the plan, or "templates" and "paths" inside scenarios
    name: str  # which entry; empty where the area has only one
    words: Localised


_AREAS: Mapping[str, tuple[str, str]] = {
    "company": ("company", "会社情報"),
    "severities": ("severity class", "重大度"),
    "people": ("person", "担当者"),
    "appointments": ("role", "役割"),
    "regions": ("region", "地域"),
    "components": ("component", "サービス"),
    "groups": ("component group", "サービスのグループ"),
    "pages": ("status page", "ステータスページ"),
    "audience_pages": ("page for an audience", "限定公開ページ"),
    "audiences": ("audience", "配信先"),
    "checklist": ("question", "確認項目"),
    "scenarios": ("scenario", "シナリオ"),
    "paths": ("action path", "対応フロー"),
    "templates": ("template", "テンプレート"),
    "cadence": ("cadence of", "お知らせの間隔"),
    "promises": ("promises", "次回のお知らせの約束"),
    "approvals": ("approval rule", "承認ルール"),
    "report_within": ("time for the final report", "最終報告の期限"),
    "accounts": ("account", "アカウント"),
    "third_parties": ("third party", "外部事業者"),
    "threshold": ("threshold", "インシデント提案のしきい値"),
    "guardrail_levels": ("level of guardrail", "ガードレールの設定"),
    "glossary": ("word", "用語"),
    "internal_names": ("internal name", "社内の名称"),
    "own_domains": ("own domain", "自社のドメイン"),
    "override_roles": ("who may override the guardrail", "ブロック解除の権限"),
    "checks": ("check", "監視"),
    "component_signals": ("rule for signals", "アラートのルール"),
    "maintenance": ("maintenance", "メンテナンス"),
    "bridge_url": ("bridge", "対策会議室"),
}
_KINDS: Mapping[str, tuple[str, str]] = {
    "added": ("added", "を追加"),
    "removed": ("removed", "を削除"),
    "changed": ("changed", "を変更"),
}


def diff(old: Plan, new: Plan) -> tuple[Change, ...]:
    """Every entry that was added, removed or changed, in the order of the plan's sections.

    The version number is not a change.
    """
    found: list[Change] = []
    for field in fields(Plan):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name == "scenarios":
            found.extend(_scenarios(old.scenarios, new.scenarios))
        elif isinstance(after, tuple):
            found.extend(
                _entries(field.name, _named(field.name, before), _named(field.name, after))
            )
        elif isinstance(after, Mapping):
            found.extend(_entries(field.name, before, after))
        elif before != after and field.name != "version":
            found.append(_change("changed", field.name, ""))
    return tuple(found)


def _entries(
    area: str, before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[Change]:
    for name in (*before, *(name for name in after if name not in before)):
        if name not in after:
            yield _change("removed", area, name)
        elif name not in before:
            yield _change("added", area, name)
        elif before[name] != after[name]:
            yield _appointment(name, before[name], after[name]) or _change("changed", area, name)


def _scenarios(before: Sequence[Scenario], after: Sequence[Scenario]) -> Iterator[Change]:
    old, new = {s.key: s for s in before}, {s.key: s for s in after}
    for name in (*old, *(name for name in new if name not in old)):
        if name not in new or name not in old:
            yield _change("removed" if name in old else "added", "scenarios", name)
            continue
        was, now = old[name], new[name]
        if was.name != now.name:
            yield _change("changed", "scenarios", name)
        yield from _entries("paths", _named("paths", was.paths), _named("paths", now.paths))
        words = (_named("templates", version.templates) for version in (was, now))
        yield from _entries("templates", *words)


def _named(area: str, entries: Sequence[object]) -> dict[str, object]:
    return {_name(area, entry, at): entry for at, entry in enumerate(entries, start=1)}


def _name(area: str, entry: object, at: int) -> str:
    if isinstance(entry, Template):
        return f"{entry.stage}/{entry.channel}.{entry.audience}.{entry.language}"
    if isinstance(entry, Term):
        return f"{entry.word} ({entry.language})"
    if isinstance(entry, str):
        return entry
    if area == "approvals":
        return str(at)
    names = ("key", "level", "role", "channel", "name")
    return next((str(getattr(entry, name)) for name in names if hasattr(entry, name)), str(at))


def _appointment(name: str, before: object, after: object) -> Change | None:
    if not isinstance(before, Appointment) or not isinstance(after, Appointment):
        return None
    same_first = before.people[:1] == after.people[:1]
    english = "deputies of" if same_first else "people of"
    japanese = "の代理を変更" if same_first else "の担当者を変更"
    told = f"{', '.join(before.people)} → {', '.join(after.people)}"
    words = {"en": f"{english} “{name}” changed: {told}", "ja": f"「{name}」{japanese}：{told}"}
    return Change(kind="changed", area="appointments", name=name, words=words)


def _change(kind: str, area: str, name: str) -> Change:
    english, japanese = _AREAS[area]
    done_en, done_ja = _KINDS[kind]
    quoted_en = f" “{name}”" if name else ""
    quoted_ja = f"「{name}」" if name else ""
    words = {"en": f"{english}{quoted_en} {done_en}", "ja": f"{japanese}{quoted_ja}{done_ja}"}
    return Change(kind=kind, area=area, name=name, words=words)
