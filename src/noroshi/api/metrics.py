"""``GET /metrics`` for Prometheus. Counted anew for each request, so any process may answer."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from noroshi import __version__
from noroshi.actions.queries.metrics import Measured, measured
from noroshi.api.access import Bearer
from noroshi.api.services import context, metrics_token
from noroshi.domain.room import Room

_CIRCUITS = ("closed", "open", "half_open")


def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers, to whoever may read them; 401 to everybody else."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    if not _may_read(request):
        answer = HttpResponse("The token is missing or not valid.\n", status=401)
        answer["WWW-Authenticate"] = 'Bearer realm="noroshi"'
        return answer
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Numbers(measured(context())))
    answer = HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)
    answer["Cache-Control"] = "no-store"
    return answer


def _may_read(request: HttpRequest) -> bool:
    own = metrics_token().reveal()
    _, _, given = request.headers.get("Authorization", "").partition(" ")
    if own and given and hmac.compare_digest(own.encode(), given.strip().encode()):
        return True
    if given:
        return not own and Bearer().authenticate(request, given.strip()) is not None
    return not own and _is_on_this_machine(request)


def _is_on_this_machine(request: HttpRequest) -> bool:
    """Only where the whole installation is: behind a proxy every reader seems to be local."""
    public = urlsplit(context().public_url).hostname or ""
    return _is_loopback(public) and _is_loopback(str(request.META.get("REMOTE_ADDR", "")))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class _Numbers(Collector):
    """What was measured, as families of metrics."""

    def __init__(self, found: Measured) -> None:
        self._found = found

    def collect(self) -> Iterator[Metric]:
        """Every family once."""
        yield from _whole(self._found)
        yield from _deliveries(self._found)
        yield from _dispatches(self._found)
        yield from _work(self._found)
        yield from _audit(self._found)
        yield from _pages(self._found)
        yield from _accounts(self._found)


def _whole(found: Measured) -> Iterator[Metric]:
    build = GaugeMetricFamily("noroshi_build_info", "The release.", labels=["version"])
    build.add_metric([__version__], 1)
    yield build
    yield _one("noroshi_may_send", "1 when this copy of the installation may send.", found.may_send)
    yield _one("noroshi_sending_epoch", "How often a copy has taken over, plus 1.", found.epoch)
    yield _one("noroshi_disk_used_ratio", "Of the data directory's disk.", _used(found.room))
    yield _one("noroshi_disk_free_bytes", "Left on that disk.", found.room.free)
    yield _one("noroshi_disk_narrow", "1: nothing new is taken in.", found.room.is_narrow)
    yield _one("noroshi_incidents_open", "Incidents that last.", len(found.pulse.open))
    suppressed = GaugeMetricFamily(
        "noroshi_suppressed_addresses",
        "Addresses that nothing is sent to.",
        labels=["channel", "reason"],
    )
    for channel, reason, count in found.suppressions:
        suppressed.add_metric([channel, reason], count)
    yield suppressed


def _used(room: Room) -> float:
    return 1 - room.free / room.total if room.total else 0.0


def _deliveries(found: Measured) -> Iterator[Metric]:
    labels = ["channel", "account"]
    states = GaugeMetricFamily(
        "noroshi_deliveries", "Copies by what became of them.", labels=[*labels, "state"]
    )
    failures = CounterMetricFamily(
        "noroshi_delivery_failures", "Copies not simply accepted.", labels=[*labels, "reason"]
    )
    attempts = CounterMetricFamily("noroshi_delivery_attempts", "Attempts.", labels=labels)
    by_state: Counter[tuple[str, str, str]] = Counter()
    by_reason: Counter[tuple[str, str, str]] = Counter()
    tries: Counter[tuple[str, str]] = Counter()
    for one in found.tallies:
        by_state[one.channel, one.account, one.state] += one.count
        tries[one.channel, one.account] += one.attempts
        if one.reason:
            by_reason[one.channel, one.account, one.reason] += one.count
    for key, count in by_state.items():
        states.add_metric([*key], count)
    for key, count in by_reason.items():
        failures.add_metric([*key], count)
    for pair, count in tries.items():
        attempts.add_metric([*pair], count)
    yield from (states, failures, attempts)


def _dispatches(found: Measured) -> Iterator[Metric]:
    labels = ["dispatch", "incident", "message", "channel", "audience", "language"]
    people = GaugeMetricFamily("noroshi_dispatch_recipients", "Its recipients.", labels=labels)
    tried = GaugeMetricFamily(
        "noroshi_dispatch_settled", "Of these, with a result of the first attempt.", labels=labels
    )
    paused = GaugeMetricFamily("noroshi_dispatch_paused", "1: a person holds it.", labels=labels)
    left: Counter[str] = Counter()
    oldest: dict[str, datetime] = {}
    for one in found.unfinished:
        key = [str(one.id), str(one.incident), str(one.message)]
        key += [one.channel, one.audience, one.language]
        people.add_metric(key, one.recipients)
        tried.add_metric(key, one.known)
        paused.add_metric(key, one.is_paused)
        if not one.is_paused:
            left[one.channel] += one.recipients - one.known
            oldest[one.channel] = min(one.planned_at, oldest.get(one.channel, one.planned_at))
    yield from (people, tried, paused)
    backlog = GaugeMetricFamily(
        "noroshi_backlog_deliveries", "Copies that wait for a first attempt.", labels=["channel"]
    )
    age = GaugeMetricFamily(
        "noroshi_backlog_age_seconds", "Since the oldest of them was planned.", labels=["channel"]
    )
    for channel, count in left.items():
        backlog.add_metric([channel], count)
        age.add_metric([channel], max(0.0, (found.at - oldest[channel]).total_seconds()))
    yield from (backlog, age)


def _work(found: Measured) -> Iterator[Metric]:
    jobs = GaugeMetricFamily("noroshi_jobs", "Background jobs.", labels=["state"])
    standing = found.pulse.jobs
    jobs.add_metric(["waiting"], standing.waiting)
    jobs.add_metric(["running"], standing.running)
    jobs.add_metric(["failed"], standing.failed)
    yield jobs
    yield _one("noroshi_oldest_job_seconds", "Waits although it could start.", found.oldest_job_s)
    # Each process serves two queues.
    yield _one("noroshi_workers_alive", "Worker processes.", (standing.workers + 1) // 2)
    promises = GaugeMetricFamily("noroshi_promises", "Promised updates.", labels=["state"])
    promises.add_metric(["open"], found.pulse.promised - found.pulse.overdue)
    promises.add_metric(["overdue"], found.pulse.overdue)
    yield promises


def _audit(found: Measured) -> Iterator[Metric]:
    findings = GaugeMetricFamily(
        "noroshi_audit_findings", "What is not as it should be.", labels=["kind", "level"]
    )
    counted = Counter((said.kind, said.is_warning) for said in found.audit.open)
    for (kind, is_warning), count in counted.items():
        findings.add_metric([kind, "warning" if is_warning else "wrong"], count)
    yield findings
    last = found.audit.last
    if last:
        yield _time("noroshi_audit_last_run_timestamp_seconds", "When it last looked.", last.at)
        yield _one("noroshi_audit_duration_seconds", "How long that took.", last.took_ms / 1000)
        yield _one("noroshi_audit_whole", "1: nothing was cut short.", not found.cut_short)


def _pages(found: Measured) -> Iterator[Metric]:
    yield _one("noroshi_page_version", "The version that was read back.", found.page_version)
    yield _one("noroshi_page_versions_waiting", "Not read back yet.", found.pulse.pages_waiting)
    if found.pulse.pages_verified_at:
        at = found.pulse.pages_verified_at
        yield _time("noroshi_page_verified_timestamp_seconds", "When it was read back.", at)


def _accounts(found: Measured) -> Iterator[Metric]:
    labels = ["account", "channel"]
    share = GaugeMetricFamily(
        "noroshi_provider_share_ratio", "Its share of new batches, 0 to 1.", labels=labels
    )
    circuit = GaugeMetricFamily(
        "noroshi_provider_circuit", "1 for the state it is in.", labels=[*labels, "state"]
    )
    accepted = GaugeMetricFamily(
        "noroshi_provider_last_accepted_timestamp_seconds", "Last message taken.", labels=labels
    )
    for one in found.accounts:
        key = [one.name, one.channel]
        share.add_metric(key, one.share / 100 if one.enabled else 0)
        for state in _CIRCUITS:
            circuit.add_metric([*key, state], state == one.circuit)
        if one.last_accepted_at:
            accepted.add_metric(key, one.last_accepted_at.timestamp())
    yield from (share, circuit, accepted)


def _one(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=float(value))


def _time(name: str, meaning: str, at: datetime) -> Metric:
    return _one(name, meaning, at.timestamp())
