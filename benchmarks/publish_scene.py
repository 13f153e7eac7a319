"""Ten pages in two languages with several targets each, and an update that waits for one approval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks import scene
from benchmarks.installation import wait_until
from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.approve_rendition import approve_rendition
from noroshi.actions.context import SYSTEM, Actor
from noroshi.actions.draft_update import draft_update
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.request_approval import request_approval
from noroshi.bootstrap.context import context
from noroshi.domain.incident import Stage
from noroshi.domain.message import Rendition
from noroshi.domain.plan import select
from noroshi.domain.plan.model import ApprovalRule, PageTarget, Person, Plan, Role
from noroshi.domain.publication import BUILT_IN, TargetStanding, TargetState
from noroshi.kernel.ids import token_hash
from noroshi.storage import accounts, messages, page_targets, pages, plans
from noroshi.storage.pages import PublicationRecord

PAGES: Final = 10
DEAD: Final = "dead"
MIRROR: Final = "mirror"
_LOOK_S: Final = 0.02


def lay_out(directory: Path) -> int:
    """Plan, pages and an incident with one public update; its number."""
    scene.lay_out()
    incident = messages.get(scene.publish()).incident_number
    use(directory)
    return incident


def use(directory: Path, *, dead: str = "") -> None:
    """Put a plan in force in which every text needs one approval. ``dead`` is the address of a
    third target of every page, in one bucket."""
    plan = _many_pages(current_plan(), directory, dead)
    rule = ApprovalRule(roles=(Role.COMMUNICATIONS_MANAGER,))
    plan = replace(plan, approvals=(rule,))
    apply_plan(context(), SYSTEM, plan, digest=token_hash(dead or "all live"))
    person = approver(plan)
    if accounts.by_person(person.key) is None:
        accounts.add(
            person=person.key, name=person.name, email=person.email, password=None,
            language=person.language, is_admin=False,
        )  # fmt: skip


def wait_for_plan() -> None:
    """Until every live target shows the plan that was put in force last."""
    wait_until(lambda: (newest := pages.newest()) is not None and _follows_plan(newest), within=60)
    newest = pages.newest()
    if newest is not None:
        wait_for_targets(newest.version)


def approver(plan: Plan) -> Person:
    """Who may sign."""
    return next(
        person
        for person in plan.people
        if Role.COMMUNICATIONS_MANAGER in select.roles_of(plan, person.key)
    )


def drafted(incident: int) -> tuple[int, Rendition]:
    """One more update of which one text is not approved yet."""
    update = draft_update(context(), SYSTEM, incident, stage=Stage.INVESTIGATING)
    request_approval(context(), SYSTEM, update.id)
    *others, last = messages.renditions(update.id)
    for text in others:
        sign(text)
    return update.id, last


def approve_and_publish(update: int, last: Rendition) -> int:
    """What a person does at last; the version that is to be public then."""
    sign(last)
    publish_update(context(), SYSTEM, update)
    found = pages.of_message(update)
    if found is None:
        raise SystemExit("no version was wanted")
    return found.version


def sign(text: Rendition) -> None:
    """Approve exactly this text."""
    plan = current_plan()
    person = approver(plan)
    actor = Actor(person=person.key, roles=select.roles_of(plan, person.key))
    approve_rendition(context(), actor, text.id, digest=text.digest)


def wait_for_version(version: int) -> PublicationRecord:
    """Until it is verified."""
    wait_until(lambda: _done(version), within=60, look=_LOOK_S)
    found = pages.publication(version)
    if found is None:
        raise SystemExit(f"version {version} got another number")
    return found


def wait_for_targets(version: int) -> None:
    """Until every live target of every page was read back with it."""
    wait_until(lambda: _all_live_show(version), within=60, look=_LOOK_S)


def wait_for_death() -> None:
    """Until it is known of every page that its third target does not answer."""
    wait_until(lambda: _failed_of(DEAD) == PAGES, within=60)


def _failed_of(target: str) -> int:
    return sum(
        one.target == target and one.state is TargetState.FAILED
        for one in page_targets.standings().values()
    )


def _done(version: int) -> bool:
    found = pages.publication(version)
    return found is None or found.verified_at is not None


def _follows_plan(newest: PublicationRecord) -> bool:
    applied = plans.newest_applied_at()
    return applied is not None and newest.wanted_at >= applied


def _all_live_show(version: int) -> bool:
    live = _live()
    return len(live) == 2 * PAGES and all((one.version or 0) >= version for one in live)


def _live() -> list[TargetStanding]:
    return [one for one in page_targets.standings().values() if one.target in {BUILT_IN, MIRROR}]


def _many_pages(plan: Plan, directory: Path, dead: str) -> Plan:
    first = plan.pages[0]
    return replace(
        plan,
        pages=tuple(
            replace(
                first,
                key=f"page-{number}",
                path=f"p{number}" if number else "",
                languages=("en", "ja"),
                targets=_targets(number, directory, dead),
            )
            for number in range(PAGES)
        ),
    )


def _targets(number: int, directory: Path, dead: str) -> tuple[PageTarget, ...]:
    mirror = {"path": str(directory / MIRROR / str(number))}
    found = [PageTarget(name=MIRROR, kind="directory", settings=mirror)]
    if dead:
        bucket: Mapping[str, str] = {"bucket": "b", "endpoint": dead, "prefix": str(number)}
        found.append(PageTarget(name=DEAD, kind="s3", settings=bucket))
    return tuple(found)
