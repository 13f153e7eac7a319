"""The published pages over HTTP: what readers, caches and attackers get."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from noroshi.pages.routes import Route, write_routes
from noroshi.pages.serve.sites import Sites
from noroshi.web.pageserver.application import PageServer
from noroshi.web.pageserver.streams import Streams
from tests.pages import site
from tests.web.asking import Told, ask, scope, screens


def server(root: Path, *, public_url: str = "https://noroshi.example") -> PageServer:
    sites = Sites(root, public_url=public_url)
    return PageServer(screens, sites=sites, streams=Streams(sites))


@pytest.fixture
def page(tmp_path: Path) -> PageServer:
    return server(site.kitsune(tmp_path))


def test_a_reader_gets_the_page_and_a_cache_may_keep_it(page: PageServer) -> None:
    told = ask(page, scope("/status/"))
    assert told.status == 200
    assert b"All is well" in told.body
    assert told.headers["cache-control"].startswith("public, max-age=15")
    assert told.headers["vary"] == "Accept-Encoding, Accept-Language"
    assert told.headers["content-length"] == str(len(told.body))
    assert "set-cookie" not in told.headers


def test_every_answer_has_the_guards(page: PageServer) -> None:
    for path in ("/status/", "/status/status.json", "/status/nowhere", "/status", "/status/a%2fb"):
        for method in ("GET", "HEAD", "POST", "OPTIONS"):
            told = ask(page, scope(path, method=method))
            assert told.headers["x-content-type-options"] == "nosniff", (method, path)
            assert told.headers["referrer-policy"] == "no-referrer"
            assert told.headers["strict-transport-security"].startswith("max-age=")
            assert "cache-control" in told.headers
            if told.body:
                assert "frame-ancestors 'none'" in told.headers["content-security-policy"]
                assert "unsafe" not in told.headers["content-security-policy"]


def test_the_packed_form_is_the_same_page(page: PageServer) -> None:
    plain = ask(page, scope("/status/index.html"))
    packed = ask(page, scope("/status/index.html", accept_encoding="br, gzip;q=0.8"))
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize(
    "offered", ["gzip", "GZIP", "br, gzip", "gzip;q=0.1, br", "x-gzip", "gzip;q"]
)
def test_a_reader_who_can_unpack_gets_the_packed_form(page: PageServer, offered: str) -> None:
    told = ask(page, scope("/status/index.html", accept_encoding=offered))
    assert told.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    "refused",
    ["gzip;q=0", "gzip; q=0.0", "gzip;Q=0", "gzip\t;q=0.000", "br", "", "identity", "*;q=0",
     "notgzip", "gzipped, br", "x" * 5_000 + ", gzip"],
)  # fmt: skip
def test_a_reader_who_cannot_unpack_gets_the_plain_form(page: PageServer, refused: str) -> None:
    told = ask(page, scope("/status/index.html", accept_encoding=refused))
    assert "content-encoding" not in told.headers
    assert b"All is well" in told.body


def test_a_reader_who_has_it_already_gets_a_short_answer(page: PageServer) -> None:
    for accepts in ("", "gzip"):
        first = ask(page, scope("/status/", accept_encoding=accepts))
        for known in (first.headers["etag"], f'W/{first.headers["etag"]}, "x"', "*"):
            again = ask(page, scope("/status/", accept_encoding=accepts, if_none_match=known))
            assert (again.status, again.body) == (304, b"")
            assert again.headers["etag"] == first.headers["etag"]
            assert again.headers["vary"] == first.headers["vary"]
            assert "content-length" not in again.headers
    other = ask(page, scope("/status/", if_none_match='"other"'))
    assert other.status == 200


def test_a_head_says_what_a_get_would_without_the_body(page: PageServer) -> None:
    for path in ("/status/", "/status/nowhere", "/status/status.json"):
        get, head = ask(page, scope(path)), ask(page, scope(path, method="HEAD"))
        assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


def test_a_japanese_reader_is_led_to_the_japanese_page_by_nobody_elses_cache(
    page: PageServer,
) -> None:
    told = ask(page, scope("/status/", accept_language="ja"))
    assert (told.status, told.headers["location"]) == (302, "ja/")
    assert told.headers["vary"] == "Accept-Language"
    assert told.headers["cache-control"].startswith("private")
    chosen = ask(page, scope("/status/index.html", accept_language="ja"))
    assert b'lang="en"' in chosen.body


def test_links_hold_because_folders_end_in_a_slash(tmp_path: Path) -> None:
    site.put(tmp_path, key="europe")
    write_routes(tmp_path, [Route(key="europe", path="regions/eu")])
    asked = {
        "/status/regions/eu": "eu/",
        "/status/regions/eu/ja": "ja/",
    }
    for path, location in asked.items():
        told = ask(server(tmp_path), scope(path))
        assert (told.status, told.headers["location"]) == (302, location), path
    assert ask(server(tmp_path), scope("/status")).headers["location"] == "status/"
    assert ask(server(tmp_path), scope("/status/")).status == 404


def test_pages_elsewhere_may_read_the_machine_readable_files_only(page: PageServer) -> None:
    for path in ("status.json", "api/v2/summary.json", "history.atom", "maintenance.ics",
                 "badge.svg", "noroshi.js", "noroshi-1.js"):  # fmt: skip
        told = ask(page, scope(f"/status/{path}", origin="https://shop.example"))
        assert told.headers["access-control-allow-origin"] == "*", path
        assert told.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "access-control-allow-credentials" not in told.headers
    html = ask(page, scope("/status/", origin="https://shop.example"))
    assert "access-control-allow-origin" not in html.headers
    asked = scope("/status/status.json", method="OPTIONS", origin="https://shop.example")
    assert ask(page, asked).headers["access-control-allow-methods"] == "GET, HEAD"


def test_what_is_not_published_does_not_exist(page: PageServer) -> None:
    for path in ("/status/nothing", "/status/../../etc/passwd", "/status/%2e%2e/x", "/status/%00",
                 "/status/ja%2findex.html", "/status/index.html/x.css", "/status/.lock",
                 "/status/routes.json", "/status/current/index.html", "/status/%252e%252e"):  # fmt: skip
        told = ask(page, scope(path))
        assert told.status == 404, path
        assert b"There is no such page" in told.body
        assert told.headers["cache-control"] == "public, max-age=5"


def test_nothing_here_can_be_written(page: PageServer) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "QUERY"):
        told = ask(page, scope("/status/", method=method, x_http_method_override="GET"))
        assert (told.status, told.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    for trick in ("x_http_method_override", "x_method_override", "x_http_method"):
        told = ask(page, scope("/status/", **{trick: "POST"}))
        assert told.status == 200


def told_of(told: Told) -> tuple[int, dict[str, str], bytes]:
    return told.status, told.headers, told.body


@pytest.mark.parametrize(
    "poison",
    [
        {"x_forwarded_host": "evil.example"},
        {"x_forwarded_scheme": "http"},
        {"x_forwarded_proto": "http"},
        {"x_forwarded_prefix": "/evil"},
        {"x_forwarded_for": "1.2.3.4"},
        {"forwarded": "host=evil.example;proto=http"},
        {"x_original_url": "/evil"},
        {"x_rewrite_url": "/evil"},
        {"x_host": "evil.example"},
        {"host": "evil.example"},
        {"host": 'evil.example"><script>'},
        {"host": "evil.example\\r\\nX: y"},
        {"origin": "https://evil.example"},
        {"referer": "https://evil.example"},
        {"cookie": "sessionid=1; language=ja"},
        {"accept": "application/json"},
        {"user_agent": "<script>"},
        {"range": "bytes=0-3"},
        {"x_amz_website_redirect_location": "https://evil.example"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/status/", "/status/status.json", "/status/nowhere", "/status"])
def test_no_header_that_caches_leave_out_changes_an_answer(
    page: PageServer, path: str, poison: dict[str, str]
) -> None:
    assert told_of(ask(page, scope(path, **poison))) == told_of(ask(page, scope(path)))


@pytest.mark.parametrize("query", ["?x=1", "?lang=ja", "?__host=evil.example", "?%00", "?a=<b>"])
def test_no_query_changes_an_answer(page: PageServer, query: str) -> None:
    for path in ("/status/", "/status/api/v2/summary.json", "/status/nowhere", "/status"):
        assert told_of(ask(page, scope(path + query))) == told_of(ask(page, scope(path)))


def test_a_pages_own_host_shows_it_and_nothing_of_the_screens(page: PageServer) -> None:
    own = {"host": "status.kitsune.example"}
    assert b"All is well" in ask(page, scope("/", **own)).body
    assert ask(page, scope("/ja/", **own)).status == 200
    for path in ("/sign-in/", "/api/v1/status", "/metrics", "/healthz", "/status/"):
        told = ask(page, scope(path, **own))
        assert told.status == 404, path
        assert b"screens" not in told.body
    assert ask(page, scope("/sign-in/")).body == b"screens"


def test_before_anything_is_published_readers_are_told_so(tmp_path: Path) -> None:
    for root in (tmp_path / "none", tmp_path):
        if root == tmp_path:
            write_routes(tmp_path, [Route(key="kitsune")])
        told = ask(server(root), scope("/status/"))
        assert told.status == 404
        assert told.headers["cache-control"] == "no-store"
        assert b"No status page has been published here yet." in told.body


def test_a_page_that_is_not_in_the_file_of_routes_is_never_found(tmp_path: Path) -> None:
    site.kitsune(tmp_path)
    site.put(tmp_path, key="administrators", headline="For administrators only")
    for path in ("/status/administrators/", "/status/administrators/index.html",
                 "/status/../administrators/current/index.html"):  # fmt: skip
        told = ask(server(tmp_path), scope(path))
        assert told.status == 404
        assert b"administrators only" not in told.body


def test_without_tls_no_browser_is_told_to_insist_on_it(tmp_path: Path) -> None:
    site.kitsune(tmp_path, address="")
    told = ask(server(tmp_path, public_url="http://127.0.0.1:8700"), scope("/status/"))
    assert "strict-transport-security" not in told.headers


def test_a_path_without_its_raw_form_is_not_decoded_again(page: PageServer) -> None:
    asked = scope("/status/%2569ndex.html")
    del asked["raw_path"]
    assert ask(page, asked).status == 404
    plain = scope("/status/status.json")
    del plain["raw_path"]
    assert json.loads(ask(page, plain).body)["indicator"] == "major"


@pytest.mark.parametrize("path", ["/status/", "/", "/sign-in/", "/status/events"])
def test_a_request_that_names_two_hosts_is_refused_whichever_of_them_is_ours(
    page: PageServer, path: str
) -> None:
    """A cache that goes by one of them must not file the answer for the other."""
    for hosts in (
        ("status.kitsune.example", "noroshi.example"),
        ("noroshi.example", "status.kitsune.example"),
        ("noroshi.example", "noroshi.example"),
    ):
        asked = scope(path)
        asked["headers"] = [(b"host", host.encode()) for host in hosts]
        told = ask(page, asked)
        assert (told.status, told.headers["cache-control"]) == (400, "no-store")
        assert b"kitsune" not in told.body


@pytest.mark.parametrize(
    "host",
    ["status.kitsune.example@evil.example", "status.kitsune.example, evil.example",
     "evil.example:status.kitsune.example", "evil.example#status.kitsune.example",
     "status.kitsune.example/x", "xstatus.kitsune.example", "status.kitsune.example:80:90",
     "[status.kitsune.example]", ".status.kitsune.example", "status.kitsune.example\\@evil"],
)  # fmt: skip
def test_what_is_not_exactly_a_pages_host_does_not_choose_it(page: PageServer, host: str) -> None:
    assert ask(page, scope("/", host=host)).body == b"screens"


def test_a_port_a_capital_and_a_final_dot_are_the_same_host_and_change_no_byte(
    page: PageServer,
) -> None:
    plain = ask(page, scope("/", host="status.kitsune.example"))
    assert b"All is well" in plain.body
    for host in (
        "status.kitsune.example:9999",
        "STATUS.Kitsune.example",
        "status.kitsune.example.",
    ):
        assert told_of(ask(page, scope("/", host=host))) == told_of(plain)


@pytest.mark.parametrize(
    "path",
    ["//status/", "//evil.example/status/", "/status//ja", "/status//evil.example/", "/STATUS/",
     "/%73tatus/", "/status;x/", "/status/ja;/", "/status/ja/..;/ja/", "/status\\ja", "/status/ja%3f",
     "/status/ja%23", "/statusx/ja", "/status/%2e%2e/status/ja", "/status/./ja"],
)  # fmt: skip
def test_no_other_spelling_of_a_path_is_a_second_copy_or_leads_elsewhere(
    page: PageServer, path: str
) -> None:
    told = ask(page, scope(path))
    assert told.status == 404 or told.body == b"screens"
    assert "location" not in told.headers


def test_the_stream_says_the_same_to_head_and_get_and_keeps_nothing_open(tmp_path: Path) -> None:
    sites = Sites(site.kitsune(tmp_path), public_url="https://noroshi.example")
    streams = Streams(sites)
    told = ask(
        PageServer(screens, sites=sites, streams=streams), scope("/status/events", method="HEAD")
    )
    assert (told.status, told.body) == (200, b"")
    assert told.headers["content-type"].startswith("text/event-stream")
    assert told.headers["cache-control"] == "no-store"
    assert streams.open == 0


def test_no_condition_turns_a_page_into_another_answer_than_itself_or_nothing_new(
    page: PageServer,
) -> None:
    first = ask(page, scope("/status/"))
    tag = first.headers["etag"].strip('"')
    for known in (
        tag,
        f'"{tag}',
        f'{tag}"',
        f'"x{tag}"',
        f'"{tag}-gz"',
        '"',
        "**",
        "W/*",
        "\x00" * 9,
    ):
        assert ask(page, scope("/status/", if_none_match=known)).status == 200, known
    late = "Sun, 22 Nov 2099 00:00:00 GMT"
    for name, value in (
        ("if_modified_since", late),
        ("if_unmodified_since", "Sun, 22 Nov 1999 00:00:00 GMT"),
        ("if_match", '"x"'),
        ("if_range", first.headers["etag"]),
        ("range", "bytes=0-0,0-0,0-0"),
        ("te", "trailers"),
        ("connection", "cache-control"),
        ("expect", "100-continue"),
        ("cache_control", "no-store"),
        ("x_forwarded_port", "1"),
        ("x_forwarded_server", "evil.example"),
        ("x_http_destinationurl", "https://evil.example"),
        ("true_client_ip", "127.0.0.1"),
        ("cf_connecting_ip", "127.0.0.1"),
        ("authorization", "Bearer x"),
    ):
        assert told_of(ask(page, scope("/status/", **{name: value}))) == told_of(first), name
