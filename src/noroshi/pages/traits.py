"""Find out what a target hangs on: its host, its addresses, its certificate, its provider."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from noroshi.pages.independence import Traits, zone_of

_SECONDS: Final = 3.0


def traits_of(name: str, kind: str, settings: Mapping[str, str], public_url: str) -> Traits:
    """Everything that can be seen from here; the public address is connected to, once."""
    traits = Traits(
        name=name,
        provider=_provider(kind, settings),
        disk=_disk(settings["path"]) if kind == "directory" else "",
    )
    parts = urlsplit(public_url)
    if not parts.hostname:
        host = _machine(kind, settings)
        return replace(traits, addresses=_addresses(host), zone=zone_of(host))
    traits = replace(
        traits,
        host=parts.hostname,
        addresses=_addresses(parts.hostname),
        zone=zone_of(parts.hostname),
    )
    return _with_certificate(traits, parts.port or 443) if parts.scheme == "https" else traits


def _machine(kind: str, settings: Mapping[str, str]) -> str:
    if kind == "sftp":
        return settings["host"].rpartition("@")[2]
    if kind == "rsync":
        return settings["destination"].rpartition(":")[0].rpartition("@")[2]
    return ""


def _provider(kind: str, settings: Mapping[str, str]) -> str:
    if kind == "s3":
        endpoint = urlsplit(settings.get("endpoint", "")).hostname
        return zone_of(endpoint) or endpoint if endpoint else "Amazon S3"
    if kind == "git":
        address = settings["repository"]
        host = urlsplit(address).hostname if "://" in address else address.partition(":")[0]
        return zone_of((host or "").rpartition("@")[2])
    return ""


def _disk(path: str) -> str:
    place = Path(path)
    while not place.exists() and place != place.parent:
        place = place.parent
    return str(place.stat().st_dev)


def _addresses(host: str) -> frozenset[str]:
    try:
        return (
            frozenset(
                str(found[4][0])
                for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            )
            if host
            else frozenset()
        )
    except OSError:
        return frozenset()


def _with_certificate(traits: Traits, port: int) -> Traits:
    try:
        with (
            socket.create_connection((traits.host, port), timeout=_SECONDS) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=traits.host) as secure,
        ):
            shown: Mapping[str, Any] = secure.getpeercert() or {}
    except OSError as fault:
        return replace(traits, silent=str(fault.strerror or fault))
    names = {key: value for part in shown.get("issuer", ()) for key, value in part}
    ends = shown.get("notAfter")
    return replace(
        traits,
        issuer=str(names.get("organizationName", "")),
        expires_at=datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if ends else None,
    )
