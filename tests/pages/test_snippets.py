"""What is pasted into web servers works there: the real ones show the page for a dead service."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
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


def test_the_distribution_is_json_and_names_the_page_for_each_code() -> None:
    codes = json.loads(text("cloudfront"))["CustomErrorResponses"]
    assert codes["Quantity"] == len(codes["Items"]) == 3
    assert {item["ResponseCode"] for item in codes["Items"]} == {"502", "503", "504"}
    assert {item["ResponsePagePath"] for item in codes["Items"]} == {f"/{FILE}"}


WORKER = """
import worker from "./worker.mjs";
const seen = {};
for (const status of [200, 404, 500, 502, 503, 504, 522, 0]) {
  globalThis.fetch = async () => {
    if (!status) throw new TypeError("no route");
    return new Response("of the service", { status });
  };
  const answer = await worker.fetch(new Request("https://kitsune.example/pay", { method: "POST" }));
  seen[status] = [answer.status, Object.fromEntries(answer.headers), await answer.text()];
}
console.log(JSON.stringify(seen));
"""


def test_the_worker_shows_the_page_for_a_dead_origin_and_passes_everything_else(
    tmp_path: Path,
) -> None:
    node = program_of("node")
    (tmp_path / "worker.mjs").write_text(text("cloudflare"), encoding="utf-8")
    (tmp_path / "try.mjs").write_text(WORKER, encoding="utf-8")
    done = subprocess.run(  # noqa: S603
        [node, "try.mjs"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    for status in ("200", "404", "500"):
        assert (seen[status][0], seen[status][2]) == (int(status), "of the service")
    for status, shown in (("502", 502), ("503", 503), ("504", 504), ("522", 522), ("0", 503)):
        answer, headers, body = seen[status]
        assert (answer, body) == (shown, PAGE.decode())
        assert headers["content-type"] == "text/html; charset=utf-8"
        assert headers["retry-after"] == "120"
        assert headers["cache-control"] == "no-store"
        assert headers["content-security-policy"] == POLICY


def program_of(*names: str) -> str:
    for name in names:
        found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
        if found:
            return found
    pytest.skip(f"There is no {names[0]} here: scripts/snippet-tools installs what is missing.")


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


STATIC = """\
daemon off; master_process off; pid {root}/pid; error_log {root}/error.log;
events {{ }}
http {{
  access_log off; include /etc/nginx/mime.types; gzip on; gzip_min_length 100; gzip_types *;
  client_body_temp_path {root}/t1; proxy_temp_path {root}/t2; fastcgi_temp_path {root}/t3;
  uwsgi_temp_path {root}/t4; scgi_temp_path {root}/t5;
  server {{ listen 127.0.0.1:{port}; root {files}; }}
}}
"""


@contextmanager
def nginx(root: Path) -> Iterator[int]:
    port = _free_port()
    (root / FILE).write_bytes(PAGE)
    configuration = NGINX.format(
        root=root, port=port, dead=_free_port(), snippet=text("nginx", str(root))
    )
    with running_nginx(root, configuration, port):
        yield port


@contextmanager
def nginx_over(root: Path, files: Path) -> Iterator[int]:
    """nginx over a directory of files; its port."""
    port = _free_port()
    with running_nginx(root, STATIC.format(root=root, port=port, files=files), port):
        yield port


@contextmanager
def running_nginx(root: Path, configuration: str, port: int) -> Iterator[None]:
    program = program_of("nginx")
    root.chmod(0o755)
    (root / "nginx.conf").write_text(configuration)
    words = [program, "-p", root, "-c", root / "nginx.conf", "-e", root / "error.log"]
    with running([*words, "-t"], words, port):
        yield


@contextmanager
def running(check: list[str | Path], serve: list[str | Path], port: int) -> Iterator[None]:
    """A server whose configuration it says is good, without a warning."""
    checked = subprocess.run(  # noqa: S603 - on files of ours
        check, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert "[warn" not in checked.stderr.lower(), checked.stderr
    with subprocess.Popen(serve, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            _wait_for(port)
            yield
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    give_up = time.monotonic() + 10
    while time.monotonic() < give_up:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.02)
    raise AssertionError("the server does not answer")


APACHE = """\
ServerRoot "{root}"
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {root}/pid
ErrorLog {root}/log
TypesConfig /dev/null
{loads}
<VirtualHost *:{port}>
{snippet}
ProxyPass "/" "http://127.0.0.1:{dead}/"
</VirtualHost>
"""
APACHE_MODULES = ("mpm_event", "authz_core", "alias", "headers", "proxy", "proxy_http", "mime")


@contextmanager
def apache(root: Path) -> Iterator[int]:
    program, port = program_of("apache2", "httpd"), _free_port()
    modules = Path("/usr/lib/apache2/modules")
    loads = "\n".join(
        f"LoadModule {name}_module {modules}/mod_{name}.so" for name in APACHE_MODULES
    )
    (root / FILE).write_bytes(PAGE)
    (root / "apache.conf").write_text(
        APACHE.format(
            root=root, port=port, loads=loads, dead=_free_port(), snippet=text("apache", str(root))
        )
    )
    words: list[str | Path] = [program, "-f", root / "apache.conf"]
    with running([*words, "-t"], [*words, "-D", "FOREGROUND"], port):
        yield port


@contextmanager
def caddy(root: Path) -> Iterator[int]:
    program, port = program_of("caddy"), _free_port()
    (root / FILE).write_bytes(PAGE)
    (root / "Caddyfile").write_text(
        f"{{\n\tadmin off\n\tauto_https off\n}}\nhttp://127.0.0.1:{port} {{\n"
        f"{text('caddy', str(root))}\treverse_proxy 127.0.0.1:{_free_port()}\n}}\n"
    )
    file = ["--config", root / "Caddyfile", "--adapter", "caddyfile"]
    with running([program, "validate", *file], [program, "run", *file], port):
        yield port


@contextmanager
def haproxy(root: Path) -> Iterator[int]:
    program, port = program_of("haproxy"), _free_port()
    (root / FILE).write_bytes(PAGE)
    (root / "haproxy.cfg").write_text(
        "defaults\n    mode http\n    timeout connect 1s\n    timeout client 5s\n"
        f"    timeout server 5s\n    retries 0\nfrontend site\n    bind 127.0.0.1:{port}\n"
        f"{text('haproxy', str(root))}    default_backend service\n"
        f"backend service\n    server one 127.0.0.1:{_free_port()}\n"
    )
    words: list[str | Path] = [program, "-f", root / "haproxy.cfg"]
    with running([*words, "-c"], [*words, "-db"], port):
        yield port


SERVERS = {"nginx": nginx, "apache": apache, "caddy": caddy, "haproxy": haproxy}


@pytest.mark.parametrize("name", SERVERS)
def test_the_server_shows_the_page_while_the_service_is_dead(tmp_path: Path, name: str) -> None:
    tmp_path.chmod(0o755)
    with SERVERS[name](tmp_path) as port:
        for method, path in (("GET", "/checkout?x=1"), ("POST", "/pay"), ("GET", "/a.json")):
            with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request(method, path)
                answer = connection.getresponse()
                assert answer.read() == PAGE
                assert answer.status in {502, 503}
                assert answer.headers["Content-Type"].lower() == "text/html; charset=utf-8"
                assert answer.headers["Retry-After"] == "120"
                assert answer.headers["Cache-Control"] == "no-store"
                assert answer.headers["Content-Security-Policy"] == POLICY
        if name == "nginx":
            with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", f"/{FILE}")
                assert connection.getresponse().status == 404  # only ever shown for an error
