"""Services as components of Statuspage, which knows one level of groups.

A page whose plan groups its services shows these groups, and each service once, in its worst
state. On a page of several regions without groups, a service is a group and each region its child.
What each region says stands under ``x_noroshi`` either way. Names are unique where the page's own
are: readers that count by name (Prometheus exporters do) would mix up six children "Europe".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from noroshi.pages.api_v2.identity import public_id, stamp
from noroshi.pages.reader import Reader
from noroshi.pages.shapes import worst
from noroshi.pages.state import ComponentView, GroupView, PageState, Text
from noroshi.pages.text import one_line

Json = dict[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class Catalogue:
    """All components of a page, each group followed by its children.

    ``ids`` is the component that stands for a service in a region, ``names`` the name of each id.
    """

    entries: tuple[Json, ...]
    ids: Mapping[tuple[str, str], str]
    names: Mapping[str, str]

    def of(self, services: Sequence[str], regions: Sequence[str]) -> list[Json]:
        """The components that an incident or a maintenance names; no region named means all."""
        wanted = {
            key
            for (service, region), key in self.ids.items()
            if service in services and (region in regions or not regions)
        }
        return [entry for entry in self.entries if entry["id"] in wanted]


def catalogue_of(state: PageState, reader: Reader) -> Catalogue:
    """The components of ``state`` in the language of ``reader``."""
    if grouped(state):
        entries = tuple(_by_group(state, reader))
    elif len(state.regions) > 1:
        entries = tuple(_by_region(state, reader))
    else:
        entries = tuple(
            _service(state, reader, service, position=n)
            for n, service in enumerate(state.components, start=1)
        )
    return Catalogue(
        entries=entries,
        ids={
            (service.key, region): component_id(state, service.key, region)
            for service in state.components
            for region in service.statuses
        },
        names={str(entry["id"]): str(entry["name"]) for entry in entries},
    )


def grouped(state: PageState) -> bool:
    """Whether the plan's own groups take the one level there is."""
    known = {group.key for group in state.groups}
    return any(service.group in known for service in state.components)


def component_id(state: PageState, service: str, region: str) -> str:
    """The id that stands for ``service`` in ``region``."""
    if len(state.regions) > 1 and not grouped(state):
        return public_id(state.site.key, "component", service, region)
    return public_id(state.site.key, "component", service)


def joined(service: str, region: str) -> str:
    """The name of a service in one region: ``Checkout - Europe``."""
    return f"{service} - {region}"


def lines(text: Text) -> dict[str, str]:
    """Every language of a one-line text, in the order of their codes."""
    return {code: one_line(value) for code, value in sorted(text.items())}


def _by_group(state: PageState, reader: Reader) -> Iterator[Json]:
    """The groups in their order, then the services that are in none."""
    top = 0
    members = {
        group.key: [service for service in state.components if service.group == group.key]
        for group in state.groups
    }
    for group in state.groups:
        if members[group.key]:
            top += 1
            yield from _group(state, reader, group, members[group.key], position=top)
    for service in state.components:
        if service.group not in members:
            top += 1
            yield _service(state, reader, service, position=top)


def _group(
    state: PageState,
    reader: Reader,
    group: GroupView,
    members: Sequence[ComponentView],
    *,
    position: int,
) -> Iterator[Json]:
    key = public_id(state.site.key, "group", group.key)
    children = [
        _service(state, reader, service, position=n) | {"group_id": key}
        for n, service in enumerate(members, start=1)
    ]
    yield _component(state) | {
        "id": key,
        "name": reader.plain(group.name),
        "status": worst(status for s in members for status in s.statuses.values()),
        "created_at": stamp(min(s.since for s in members)),
        "updated_at": stamp(max(s.changed_at or s.since for s in members)),
        "position": position,
        "showcase": False,
        "group": True,
        "components": [child["id"] for child in children],
        "x_noroshi": {"key": group.key, "name": lines(group.name)},
    }
    yield from children


def _by_region(state: PageState, reader: Reader) -> Iterator[Json]:
    for position, service in enumerate(state.components, start=1):
        children = list(_children(state, reader, service))
        yield _service(state, reader, service, position=position) | {
            "showcase": False,
            "start_date": None,
            "group": True,
            "components": [child["id"] for child in children],
        }
        yield from children


def _children(state: PageState, reader: Reader, service: ComponentView) -> Iterator[Json]:
    group = _service(state, reader, service, position=1)
    present = [region for region in state.regions if region.key in service.statuses]
    for position, region in enumerate(present, start=1):
        yield group | {
            "id": component_id(state, service.key, region.key),
            "name": joined(reader.plain(service.name), reader.plain(region.name)),
            "status": service.statuses[region.key],
            "position": position,
            "group_id": group["id"],
            "x_noroshi": {
                "key": service.key,
                "region": region.key,
                "name": lines(
                    {
                        code: joined(text, region.name[code])
                        for code, text in service.name.items()
                        if code in region.name
                    }
                ),
            },
        }


def _service(state: PageState, reader: Reader, service: ComponentView, *, position: int) -> Json:
    order = [region.key for region in state.regions if region.key in service.statuses]
    return _component(state) | {
        "id": public_id(state.site.key, "component", service.key),
        "name": reader.plain(service.name),
        "status": worst(service.statuses.values()),
        "created_at": stamp(service.since),
        "updated_at": stamp(service.changed_at or service.since),
        "position": position,
        "description": reader.plain(service.description) or None,
        "start_date": reader.times.day_of(service.since).isoformat(),
        "x_noroshi": {
            "key": service.key,
            "name": lines(service.name),
            "description": lines(service.description),
            "regions": {region: service.statuses[region] for region in order},
        },
    }


def _component(state: PageState) -> Json:
    """Every field of a component, in the order of recorded payloads."""
    return {
        "id": "",
        "name": "",
        "status": "",
        "created_at": "",
        "updated_at": "",
        "position": 1,
        "description": None,
        "showcase": True,
        "start_date": None,
        "group_id": None,
        "page_id": public_id(state.site.key),
        "group": False,
        "only_show_if_degraded": False,
    }
