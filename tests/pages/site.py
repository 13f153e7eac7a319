"""A small published site, for tests of what serves it: every kind of file, and no build."""

from __future__ import annotations

import json
from pathlib import Path

from noroshi.pages.routes import Route, write_routes

POLICY = "default-src 'none'; style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
OWN = "https://status.kitsune.example"


def files(*, version: int = 1, headline: str = "All is well") -> dict[str, bytes]:
    """The files of one version."""
    return {
        "index.html": _page("en", headline),
        "en/index.html": _page("en", headline),
        "ja/index.html": _page("ja", "正常に稼働しています"),
        "incidents/7.html": _page("en", "Checkout fails"),
        "404.html": _page("en", "There is no such page"),
        "status.json": _json(_status(version, "en", headline)),
        "en/status.json": _json(_status(version, "en", headline)),
        "ja/status.json": _json(_status(version, "ja", "正常に稼働しています")),
        "api/v2/summary.json": _json({"status": {"indicator": "none"}, "incidents": []}),
        "history.atom": b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>',
        "maintenance.ics": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        "badge.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "noroshi.js": b"'use strict';",
        "noroshi-1.js": b"'use strict';",
    }


def put(
    root: Path, *, key: str = "kitsune", version: int = 1, headline: str = "All is well"
) -> None:
    """Publish a version below the page root, as the directory target lays it out."""
    folder = root / key / "versions" / f"{version:08d}-test"
    for path, content in files(version=version, headline=headline).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    fresh = root / key / ".current-new"
    fresh.symlink_to(folder.relative_to(root / key))
    fresh.rename(root / key / "current")


def kitsune(root: Path, *, address: str = OWN) -> Path:
    """Kitsune's page with its route; ``root`` again."""
    put(root)
    write_routes(root, [Route(key="kitsune", address=address)])
    return root


def _page(language: str, words: str) -> bytes:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{words}</title><style></style></head><body><h1>{words}</h1>"
        f"<p>{'Kitsune Cloud. ' * 40}</p></body></html>\n"
    ).encode()


def _status(version: int, language: str, headline: str) -> dict[str, object]:
    return {
        "page": "Kitsune Cloud",
        "language": language,
        "ok": False,
        "status": "partial_outage",
        "indicator": "major",
        "text": "Partial outage",
        "version": version,
        "incidents": [{"number": 7, "title": "Checkout", "headline": headline}],
    }


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()
