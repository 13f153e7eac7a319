"""Services as components. With several regions a service is a group and each region its child."""

from __future__ import annotations

from noroshi.pages.api_v2.identity import public_id, stamp
from noroshi.pages.reader import Reader
from noroshi.pages.shapes import worst
from noroshi.pages.state import ComponentView, PageState

Json = dict[str, object]


def components(state: PageState, reader: Reader) -> list[Json]:
    """All components, each group followed by its children."""
    found: list[Json] = []
    for position, service in enumerate(state.components, start=1):
        if len(state.regions) > 1:
            found.append(_group(state, reader, service, position))
            found += _children(state, reader, service)
        else:
            found.append(_alone(state, reader, service, position))
    return found


def component_id(state: PageState, service: str, region: str) -> str:
    """The id that stands for ``service`` in ``region``."""
    if len(state.regions) > 1:
        return public_id(state.site.key, "component", service, region)
    return public_id(state.site.key, "component", service)


def affected(
    state: PageState, reader: Reader, services: tuple[str, ...], regions: tuple[str, ...]
) -> list[Json]:
    """The components that an incident or a maintenance names; no region named means all."""
    named = regions or tuple(region.key for region in state.regions)
    wanted = {component_id(state, service, region) for service in services for region in named}
    return [part for part in components(state, reader) if part["id"] in wanted]


def display_name(state: PageState, reader: Reader, service: str, region: str) -> str:
    """``Checkout - Europe``, or the service alone where there is one region."""
    names = {part.key: reader.plain(part.name) for part in state.components}
    regions = {place.key: reader.plain(place.name) for place in state.regions}
    name = names.get(service, service)
    return f"{name} - {regions.get(region, region)}" if len(state.regions) > 1 else name


def _group(state: PageState, reader: Reader, service: ComponentView, position: int) -> Json:
    children = [
        component_id(state, service.key, region.key)
        for region in state.regions
        if region.key in service.statuses
    ]
    return {
        **_fields(state, reader, service),
        "id": public_id(state.site.key, "component", service.key),
        "name": reader.plain(service.name),
        "status": worst(service.statuses.values()),
        "position": position,
        "showcase": False,
        "start_date": None,
        "group": True,
        "components": children,
    }


def _children(state: PageState, reader: Reader, service: ComponentView) -> list[Json]:
    present = [region for region in state.regions if region.key in service.statuses]
    return [
        {
            **_fields(state, reader, service),
            "id": component_id(state, service.key, region.key),
            "name": reader.plain(region.name),
            "status": service.statuses[region.key],
            "position": position,
            "group_id": public_id(state.site.key, "component", service.key),
        }
        for position, region in enumerate(present, start=1)
    ]


def _alone(state: PageState, reader: Reader, service: ComponentView, position: int) -> Json:
    return {
        **_fields(state, reader, service),
        "id": public_id(state.site.key, "component", service.key),
        "name": reader.plain(service.name),
        "status": worst(service.statuses.values()),
        "position": position,
    }


def _fields(state: PageState, reader: Reader, service: ComponentView) -> Json:
    return {
        "id": "",
        "name": "",
        "status": "",
        "created_at": stamp(service.since),
        "updated_at": stamp(service.changed_at or service.since),
        "position": 1,
        "description": reader.plain(service.description) or None,
        "showcase": True,
        "start_date": reader.times.day_of(service.since).isoformat(),
        "group_id": None,
        "page_id": public_id(state.site.key),
        "group": False,
        "only_show_if_degraded": False,
    }
