"""What is pasted into web servers works there: the real nginx shows the page for a dead service."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from noroshi.kernel.errors import Invalid
from noroshi.pages.script import NEWEST, integrity
from noroshi.pages.serve.policy import policy_of
from noroshi.pages.snippets.error_page import FILE, POLICY, error_page
from noroshi.pages.snippets.servers import KINDS, Asked, snippet

URL = "https://status.kitsune.example/"
PAGE = error_page("Kitsune Cloud", URL)


def text(kind: str, folder: str = "/etc/noroshi") -> str:
    return snippet(kind, Asked(page=PAGE, url=URL, folder=folder)).text


def test_the_error_page_says_it_in_both_languages_and_needs_nothing_from_anywhere() -> None:
    page = PAGE.decode()
    assert "Kitsune Cloud cannot be reached right now. We are sorry." in page
    assert "現在、Kitsune Cloudをご利用いただけません。" in page
    assert page.count(f'href="{URL}"') == 2
    assert "<script" not in page
    assert " src=" not in page
    assert "url(" not in page
    assert policy_of(PAGE).startswith(POLICY)
    first = error_page("Kitsune Cloud", URL, ("ja", "en")).decode()
    assert first.index("現在") < first.index("cannot be reached")
    assert '<html lang="ja">' in first


@pytest.mark.parametrize(
    "company", ["<script>alert(1)</script>", '"><img src=x>', "{style}", "{0.__class__}", "A & B"]
)
def test_a_name_stays_a_name(company: str) -> None:
    page = error_page(company, URL).decode()
    assert "<script" not in page
    assert "<img" not in page
    assert policy_of(page.encode()).startswith(POLICY)


@pytest.mark.parametrize("url", ["javascript:alert(1)", 'https://a.example/"x', "", "ftp://x"])
def test_only_a_web_address_is_pointed_to(url: str) -> None:
    with pytest.raises(Invalid):
        error_page("Kitsune Cloud", url)


@pytest.mark.parametrize("folder", ["relative", "/a b", "/a;b", "/a/../b", "/a\n}", "/"])
def test_no_folder_breaks_out_of_a_configuration(folder: str) -> None:
    with pytest.raises(Invalid):
        text("nginx", folder)


def test_an_unknown_kind_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Invalid, match="no snippet") as refused:
        text("iis")
    assert all(kind in refused.value.way_out for kind in KINDS)


def test_the_tag_names_the_script_and_its_hash() -> None:
    assert f'src="{URL}{NEWEST}" integrity="{integrity()}"' in text("script")


def test_the_worker_holds_the_whole_page_and_the_distribution_is_json() -> None:
    worker = text("cloudflare")
    line = next(line for line in worker.splitlines() if line.startswith("const page = "))
    assert json.loads(line.removeprefix("const page = ").removesuffix(";")) == PAGE.decode()
    codes = json.loads(text("cloudfront"))["CustomErrorResponses"]
    assert codes["Quantity"] == len(codes["Items"]) == 3


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


NGINX = """\
daemon off; master_process off; pid {root}/pid; error_log {root}/error.log;
events {{ }}
http {{
  access_log off; include /etc/nginx/mime.types;
  client_body_temp_path {root}/t1; proxy_temp_path {root}/t2; fastcgi_temp_path {root}/t3;
  uwsgi_temp_path {root}/t4; scgi_temp_path {root}/t5;
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://127.0.0.1:{dead}; }}
    {snippet}
  }}
}}
"""


@contextmanager
def nginx(root: Path) -> Iterator[int]:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.skip("There is no nginx here.")
    port = _free_port()
    (root / FILE).write_bytes(PAGE)
    root.chmod(0o755)
    configuration = NGINX.format(
        root=root, port=port, dead=_free_port(), snippet=text("nginx", str(root))
    )
    (root / "nginx.conf").write_text(configuration)
    words = [
        program,
        "-p",
        str(root),
        "-c",
        str(root / "nginx.conf"),
        "-e",
        str(root / "error.log"),
    ]
    checked = subprocess.run(  # noqa: S603 - nginx, on a file of ours
        [*words, "-t"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr, checked.stderr
    with subprocess.Popen(words) as running:  # noqa: S603
        try:
            _wait_for(port)
            yield port
        finally:
            running.terminate()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            probe.settimeout(0.05)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError("nginx does not answer")


def test_nginx_shows_the_page_while_the_service_is_dead(tmp_path: Path) -> None:
    with nginx(tmp_path) as port:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        for method, path in (("GET", "/checkout?x=1"), ("POST", "/pay"), ("GET", "/a.json")):
            connection.request(method, path)
            answer = connection.getresponse()
            assert answer.read() == PAGE
            assert answer.status == 502
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            assert answer.headers["Retry-After"] == "120"
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Content-Security-Policy"] == POLICY
        connection.request("GET", f"/{FILE}")
        assert connection.getresponse().status == 404  # only ever shown for an error
        connection.close()


def test_apache_takes_the_configuration(tmp_path: Path) -> None:
    program = (
        shutil.which("apache2")
        or shutil.which("httpd")
        or shutil.which("apache2", path="/usr/sbin")
    )
    if program is None:
        pytest.skip("There is no Apache here.")
    modules = Path("/usr/lib/apache2/modules")
    loads = "\n".join(
        f"LoadModule {name}_module {modules}/mod_{name}.so"
        for name in ("mpm_event", "authz_core", "alias", "headers", "proxy", "mime")
    )
    (tmp_path / "apache.conf").write_text(
        f'ServerRoot "{tmp_path}"\nServerName x\nListen 127.0.0.1:9\nPidFile {tmp_path}/pid\n'
        f"ErrorLog {tmp_path}/log\nTypesConfig /dev/null\n{loads}\n"
        f"<VirtualHost *:9>\n{text('apache', str(tmp_path))}</VirtualHost>\n"
    )
    checked = subprocess.run(  # noqa: S603
        [program, "-t", "-f", str(tmp_path / "apache.conf")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
