"""Reading the page back as its readers do: past caches, redirects, certificates and error pages."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from noroshi.pages.earlier import before, wrong_to_readers
from noroshi.pages.proof import sums_of
from noroshi.pages.public import LARGEST_FILE, PublicEyes
from noroshi.pages.publish import Published, prompt, publish, wrong_files
from noroshi.pages.registry import open_target
from noroshi.pages.target import PublicationFailed
from tests.net.test_client import certificate
from tests.pages import site
from tests.pages.cdn import Answer, Cdn, serving
from tests.pages.conftest import StandingClock
from tests.pages.test_snippets import nginx_over

CLOCK = StandingClock()
FRONT = "index.html"


@pytest.fixture
def cdn(tmp_path: Path) -> Iterator[Cdn]:
    with serving(tmp_path / "target" / "current") as found:
        yield found


def eyes_of(cdn: Cdn) -> PublicEyes:
    return PublicEyes(cdn.url, internal_hosts=cdn.hosts)


def put(cdn: Cdn, version: int = 1, *, eyes: bool = True) -> Published:
    target = open_target("directory", {"path": str(cdn.folder.parent)})
    return publish(
        target=target,
        version=version,
        files=site.files(version=version, headline=f"Version {version}"),
        clock=CLOCK,
        eyes=eyes_of(cdn) if eyes else None,
        patience_s=0.0,
    )


def test_what_readers_get_is_compared_byte_for_byte(cdn: Cdn) -> None:
    assert put(cdn).changed
    assert wrong_files(eyes_of(cdn), prompt(sums_of(site.files(headline="Version 1")))) == []
    told = cdn.asked[-1]
    assert told["accept-encoding"] == "gzip"
    assert not {"cache-control", "pragma", "if-none-match", "authorization"} & set(told)


def test_the_compressed_form_is_read_because_readers_get_it(cdn: Cdn) -> None:
    cdn.packs = True
    assert put(cdn).changed
    cdn.spoil = lambda path, _content: (200, {"Content-Encoding": "gzip"}, b"no gzip at all")
    with pytest.raises(PublicationFailed, match="read back differently"):
        put(cdn, 2)


SPOILT: dict[str, Answer] = {
    "an error page with 200": (200, {"Content-Type": "text/html"}, b"<h1>Please wait</h1>"),
    "a redirect to another host": (302, {"Location": "https://elsewhere.example/"}, b""),
    "a redirect to the same bytes": (301, {"Location": f"/{FRONT}"}, b""),
    "not found": (404, {}, b""),
    "an error": (503, {"Retry-After": "5"}, b""),
    "a part": (206, {}, b"<!doctype html>"),
    "nothing": (200, {}, b""),
    "another coding": (200, {"Content-Encoding": "br"}, b"\x1b"),
    "something endless": (200, {}, b"x" * (LARGEST_FILE + 1)),
}


@pytest.mark.parametrize("what", SPOILT)
def test_whatever_else_is_answered_is_not_published(cdn: Cdn, what: str) -> None:
    put(cdn)
    cdn.spoil = lambda path, _content: SPOILT[what] if path == FRONT else None
    with pytest.raises(PublicationFailed, match=r"1 of .* files read back differently") as refused:
        put(cdn, 2)
    assert FRONT in refused.value.why


@pytest.mark.parametrize("status", [203, 206, 301, 404, 503])
def test_the_right_bytes_with_another_status_than_200_are_not_the_page(
    cdn: Cdn, status: int
) -> None:
    put(cdn)
    cdn.spoil = lambda path, content: (
        (status, {"Location": "/"}, content) if path == FRONT else None
    )
    assert FRONT not in eyes_of(cdn).read_all([FRONT])


def test_a_cache_that_keeps_the_version_before_is_noticed(cdn: Cdn) -> None:
    put(cdn)
    cdn.stay()
    with pytest.raises(PublicationFailed, match="read back differently"):
        put(cdn, 2)


def test_a_cache_gets_a_moment_to_let_go_of_the_version_before(cdn: Cdn) -> None:
    put(cdn)
    cdn.stay()
    stale, looks = cdn.spoil, 0

    def at_last(path: str, content: bytes) -> Answer | None:
        nonlocal looks
        looks += path == FRONT
        return stale(path, content) if looks < 3 else None

    cdn.spoil = at_last
    target = open_target("directory", {"path": str(cdn.folder.parent)})
    files = site.files(version=2, headline="Version 2")
    assert publish(target=target, version=2, files=files, clock=CLOCK, eyes=eyes_of(cdn)).changed
    assert looks >= 3


def test_while_a_version_is_young_only_the_bytes_before_it_are_forgiven(cdn: Cdn) -> None:
    put(cdn)
    put(cdn, 2)
    cdn.stay()  # version 2
    put(cdn, 3, eyes=False)
    wanted = prompt(sums_of(site.files(version=3, headline="Version 3")))
    lately = before(cdn.folder.parent, 3)
    assert wrong_files(eyes_of(cdn), wanted), "it is stale"
    assert wrong_to_readers(eyes_of(cdn), wanted, lately) == []
    stale = cdn.spoil
    for spoilt in ((200, {}, b"defaced"), (404, {}, b""), SPOILT["an error page with 200"]):
        cdn.spoil = lambda path, content, s=spoilt: s if path == FRONT else stale(path, content)  # type: ignore[misc]
        assert wrong_to_readers(eyes_of(cdn), wanted, lately) == [FRONT]
    assert before(cdn.folder.parent, 1)(FRONT) == frozenset()
    assert before(cdn.folder.parent / "nowhere", 3)(FRONT) == frozenset()


def test_a_certificate_of_somebody_else_is_no_publication(tmp_path: Path) -> None:
    folder = tmp_path / "target" / "current"
    with ExitStack() as stack:
        cdn = stack.enter_context(serving(folder, tls=certificate(tmp_path, "localhost")))
        ours = ssl.create_default_context(cafile=str(tmp_path / "chain.pem"))
        url = f"https://localhost:{cdn.port}"
        put(cdn, eyes=False)
        right = PublicEyes(url, internal_hosts=cdn.hosts, tls=ours)
        assert right.read_all([FRONT]) == {FRONT: site.files(headline="Version 1")[FRONT]}
        for eyes in (
            PublicEyes(f"https://127.0.0.1:{cdn.port}", internal_hosts=cdn.hosts, tls=ours),
            PublicEyes(url, internal_hosts=cdn.hosts),
        ):
            with pytest.raises(PublicationFailed, match="does not answer") as refused:
                eyes.read_all([FRONT])
            assert "certificate" in refused.value.way_out


def test_an_internal_address_is_not_called_unless_settings_say_so(cdn: Cdn) -> None:
    with pytest.raises(PublicationFailed):
        PublicEyes(cdn.url).read_all([FRONT])
    assert cdn.asked == []


def test_nginx_shows_readers_every_file_of_a_page(tmp_path: Path) -> None:
    root = tmp_path / "target"
    open_target("directory", {"path": str(root)}).put(1, site.files())
    with nginx_over(tmp_path, root / "current") as port:
        hosts = (f"127.0.0.1:{port}",)
        eyes = PublicEyes(f"http://127.0.0.1:{port}", internal_hosts=hosts)
        assert eyes.read_all([*site.files(), "nowhere.html"]) == site.files()
