"""What every target promises, whatever it is made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from noroshi.pages.proof import sums_of
from noroshi.pages.publish import PROOF, publish, wrong_files
from noroshi.pages.registry import TARGETS, open_target
from noroshi.pages.target import Overtaken, PublicationFailed, Target
from tests.pages.conftest import StandingClock

CLOCK = StandingClock()
PLACES = ("directory", "s3", "git", "rsync", "sftp")


def page(version: int, **more: bytes) -> dict[str, bytes]:
    """A page in which one file stays as it is from version to version."""
    return {
        "index.html": f"<h1>Version {version}</h1>".encode(),
        "ja/index.html": f"<h1>第{version}版</h1>".encode(),
        "incidents/7.html": b"an old incident",
        **{name.replace("_", "."): content for name, content in more.items()},
    }


@pytest.fixture(params=PLACES)
def again(request: pytest.FixtureRequest) -> Callable[[], Target]:
    """Opens the target, each time as another process would."""
    settings = request.getfixturevalue(request.param)
    kind = request.param.partition("_")[0]
    return lambda: open_target(kind, settings)


def test_every_kind_is_tried_here() -> None:
    assert {place.partition("_")[0] for place in PLACES} == set(TARGETS)


def test_what_a_target_shows_is_what_it_was_given(again: Callable[[], Target]) -> None:
    assert again().current_version() is None
    publish(target=again(), version=3, files=page(3, gone_txt=b"soon gone"), clock=CLOCK)
    publish(target=again(), version=4, files=page(4), clock=CLOCK)
    shown = again()
    assert shown.current_version() == 4
    assert shown.read("ja/index.html") == "<h1>第4版</h1>".encode()
    assert shown.read_all([*page(4), "gone.txt"]) == page(4)
    with pytest.raises(PublicationFailed):
        shown.read("gone.txt")
    with pytest.raises(Overtaken) as refusal:
        publish(target=again(), version=3, files=page(3), clock=CLOCK)
    assert refusal.value.public == 4
    with pytest.raises(Overtaken):
        again().put(3, page(3))
    assert wrong_files(again(), sums_of(page(4))) == []
    assert b'"version": 4' in again().read(PROOF)


def test_rsync_reaches_another_machine_over_ssh(rsync_over_ssh: dict[str, str]) -> None:
    target = open_target("rsync", rsync_over_ssh)
    target.put(1, page(1))
    assert target.read_all(page(1)) == page(1)
    stranger = {**rsync_over_ssh, "known_hosts": "/dev/null"}
    with pytest.raises(PublicationFailed, match="verification failed"):
        open_target("rsync", stranger).current_version()


def test_an_emergency_page_stays_until_somebody_asks_for_another(
    directory: dict[str, str],
) -> None:
    place = open_target("directory", directory)
    publish(target=place, version=8, files=page(8), clock=CLOCK, emergency=True)
    with pytest.raises(Overtaken, match="emergency page"):
        publish(target=place, version=9, files=page(9), clock=CLOCK, asked_for=False)
    publish(target=place, version=9, files=page(9), clock=CLOCK, asked_for=True)
    assert place.current_version() == 9
