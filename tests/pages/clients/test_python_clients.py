"""``statuspage-prometheus-exporter``, ``feedparser``, ``reader`` and ``icalendar`` on our pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import feedparser
import pytest
import reader as feed_reader
from icalendar import Calendar
from prometheus_client.parser import text_string_to_metric_families

from tests.pages.clients.conftest import STATES, Served

_MAIN = "import statuspage_prometheus_exporter.status_monitoring as m; m.main()"


@pytest.fixture(scope="module")
def metrics(pages: Served, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the exporter exports after one look at every page: metric to its samples."""
    place = tmp_path_factory.mktemp("exporter")
    services = {n: {"name": n, "url": pages.at(n, "api/v2/summary.json")} for n in STATES}
    (place / "services.json").write_text(json.dumps(services))
    environment = {**os.environ, "RUN_MODE": "once", "METRICS_TEXTFILE_PATH": "out.prom"}
    done = subprocess.run(  # noqa: S603 - the program under test
        [sys.executable, "-c", _MAIN],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    families = text_string_to_metric_families((place / "out.prom").read_text())
    return {family.name: family.samples for family in families}


def samples(metrics: dict[str, Any], metric: str, page: str) -> list[Any]:
    return [s for s in metrics[metric] if s.labels["service_name"] == page]


def test_the_exporter_reads_every_page_and_tells_calm_from_trouble(metrics: dict[str, Any]) -> None:
    read = {s.labels["service_name"]: s.value for s in metrics["statuspage_probe_check"]}
    assert read == dict.fromkeys(STATES, 1.0)
    well = {s.labels["service_name"]: s.value for s in metrics["statuspage_service_status"]}
    assert (well["calm"], well["solved"], well["burning"]) == (1.0, 1.0, 0.0)


def test_the_exporter_counts_each_service_by_a_name_of_its_own(metrics: dict[str, Any]) -> None:
    parts = samples(metrics, "statuspage_component_status", "burning")
    values = {part.labels["component_name"]: part.value for part in parts}
    assert len(values) == 30
    assert [name for name, value in values.items() if not value] == [
        "Checkout",
        "Checkout - Europe",
    ]


def test_the_exporter_names_the_open_incident_and_the_work(metrics: dict[str, Any]) -> None:
    (incident,) = samples(metrics, "statuspage_incident_info", "burning")
    assert incident.labels["shortlink"] == "https://eu.status.kitsune.example/incidents/148.html"
    assert incident.labels["impact"] == "major"
    works = samples(metrics, "statuspage_maintenance_info", "working")
    assert {work.labels["maintenance_name"] for work in works} == {"Invoices, Europe"}
    assert len(works) == 2
    assert [s.value for s in samples(metrics, "statuspage_incident_info", "calm")] == [0.0]


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("path", ["history.atom", "history.rss", "ja/history.atom"])
def test_feedparser_finds_nothing_to_complain_of(pages: Served, name: str, path: str) -> None:
    feed = feedparser.parse(pages.at(name, path))
    assert not feed.bozo
    assert feed.status == 200
    assert len(feed.entries) == {"calm": 0, "many": 25}.get(name, len(feed.entries))
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    assert all(entry.published_parsed and entry.link for entry in feed.entries)


def test_feedparser_follows_one_incident_update_by_update(pages: Served) -> None:
    feed = feedparser.parse(pages.at("burning", "incidents/148.atom"))
    assert [entry.title.partition(":")[0] for entry in feed.entries] == [
        "Identified",
        "Identified",
        "Investigating",
    ]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[feed_reader.Reader]:
    # Its own copy of feedparser wants a module that it does not install.
    monkeypatch.setenv("READER_NO_VENDORED_FEEDPARSER", "1")
    with feed_reader.make_reader(":memory:") as made:
        yield made


def test_a_reader_shows_an_incident_once_however_often_it_is_updated(
    pages: Served, library: feed_reader.Reader
) -> None:
    before, after = pages.at("burning", "history.atom"), pages.at("solved", "history.atom")
    library.add_feed(before)
    library.update_feed(before)
    ids = {entry.id for entry in library.get_entries()}
    library.change_feed_url(before, after)
    library.update_feed(after)
    entries = list(library.get_entries())
    assert {entry.id for entry in entries} == ids
    newest = max(entries, key=lambda entry: entry.updated or entry.added)
    assert "goes through again" in newest.content[0].value
    assert library.get_feed(after).title == "Kitsune Cloud Status"


@pytest.mark.parametrize("name", STATES)
def test_a_calendar_shows_the_work_of_each_page(pages: Served, name: str) -> None:
    with urllib.request.urlopen(pages.at(name, "maintenance.ics")) as answer:  # noqa: S310
        calendar = Calendar.from_ical(answer.read())
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert calendar.errors == []
    expected = {"calm": 0, "working": 3, "whole": 4}.get(name, 1)
    assert len(calendar.events) == expected
    assert len({event["uid"] for event in calendar.events}) == expected


@pytest.mark.parametrize(
    "path",
    ["api/v2/unresolved.json", "api/v2", "api/v1/status.json", "incidents/999.atom", "x.svg"],
)
def test_a_path_that_does_not_exist_answers_404(pages: Served, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(pages.at("burning", path))  # noqa: S310 - the loopback
    refused.value.close()
    assert refused.value.code == 404
