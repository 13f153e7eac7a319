"""A real Prometheus Alertmanager sends to a real web process."""

from __future__ import annotations

import http.client
import json
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import PLAN
from tests.cli.real import Place, ask, empty_database, free_port, running, send_json, until

pytestmark = pytest.mark.smoke
_FOUND = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager")

CONFIG = """
route: {{receiver: noroshi, group_by: [alertname], group_wait: 0s, group_interval: 1s}}
receivers:
  - name: noroshi
    webhook_configs:
      - url: http://127.0.0.1:{port}/api/signals/alertmanager
        send_resolved: true
        http_config: {{authorization: {{credentials: {token}}}}}
"""


class Web:
    """A web process of an installation, and the token of a monitoring system."""

    def __init__(self, place: Place, *, port: int, token: str) -> None:
        self.place = place
        self.port = port
        self.token = token

    def status(self) -> dict[str, object]:
        bearer = f"Bearer {self.token}"
        document: dict[str, object] = json.loads(
            ask(self.port, "GET", "/api/status", Authorization=bearer)[1]
        )
        return document


@pytest.fixture(scope="module")
def web(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("web")
    with empty_database(database_url) as url:
        place = Place(folder / "data", url)
        place.done("prepare")
        place.done("plan", "apply", PLAN)
        token = place.done("token", "add", "prometheus").strip()
        port = free_port()
        argv = [sys.executable, "-m", "noroshi", "web", "--port", str(port)]
        with running(argv, environment=place.environment, log=folder / "web.log"):
            until(lambda: ask(port, "GET", "/healthz")[0] == 200, "the web answers")
            yield Web(place, port=port, token=token)
        print((folder / "web.log").read_text(encoding="utf-8"))  # noqa: T201 - shown on failure


@pytest.mark.skipif(not _FOUND, reason="NO ALERTMANAGER: install prometheus-alertmanager")
def test_an_alert_of_a_real_alertmanager_proposes_an_incident(web: Web, tmp_path: Path) -> None:
    config = tmp_path / "alertmanager.yml"
    config.write_text(CONFIG.format(port=web.port, token=web.token), encoding="utf-8")
    port = free_port()
    argv = [
        str(_FOUND),
        f"--config.file={config}",
        f"--storage.path={tmp_path / 'alerts'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
    ]
    firing = {
        "labels": {"alertname": "CheckoutErrors", "severity": "critical", "component": "checkout"},
        "annotations": {"summary": "Checkout errors in Europe"},
    }
    environment = web.place.environment
    with running(argv, environment=environment, log=tmp_path / "alertmanager.log"):
        until(lambda: ask(port, "GET", "/-/ready")[0] == 200, "Alertmanager is ready")
        assert send_json(port, "/api/v2/alerts", [firing]) == 200
        until(lambda: web.status()["proposed_incidents"] == [1], "an incident is proposed")
    (proposed,) = json.loads(web.place.done("incident", "list", "--json"))
    assert proposed["title"] == {"en": "Checkout errors in Europe"}
    assert proposed["components"] == ["checkout"]


def test_ten_megabytes_are_refused_by_the_real_server_whole_or_in_chunks(web: Web) -> None:
    bearer = {"Authorization": f"Bearer {web.token}"}
    before = web.status()["proposed_incidents"]
    path = "/api/signals/alertmanager"
    announced = _post(web.port, path, bearer, chunked=False)
    chunked = _post(web.port, path, bearer, chunked=True)
    assert (announced, chunked) == (413, 413)
    assert _post(web.port, path, {}, chunked=False) == 401
    assert web.status()["proposed_incidents"] == before


def _post(port: int, path: str, headers: dict[str, str], *, chunked: bool) -> int:
    """Send 10 MB; the server may answer and hang up before it has them all."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    status: list[int] = []
    connection.putrequest("POST", path)
    for name, value in headers.items():
        connection.putheader(name, value)
    if chunked:
        connection.putheader("Transfer-Encoding", "chunked")
    else:
        connection.putheader("Content-Length", str(10_000_000))
    connection.endheaders()

    def write() -> None:
        piece = b"x" * 100_000
        try:
            for _ in range(100):
                connection.send(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
            if chunked:
                connection.send(b"0\r\n\r\n")
        except OSError:
            return

    writer = threading.Thread(target=write)
    writer.start()
    status.append(connection.getresponse().status)
    writer.join(20)
    connection.close()
    return status[0]
