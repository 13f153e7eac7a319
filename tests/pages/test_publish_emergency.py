"""``noroshi page emergency``: with no database, no plan, no worker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from benchmarks.dead_places import SILENT, dead

from noroshi.cli.installation import Surroundings
from noroshi.cli.page_emergency import _give
from noroshi.kernel.errors import Invalid
from noroshi.pages.crew import Crew, Shift
from noroshi.pages.emergency import emergency_files, read_words
from noroshi.pages.inline import source_of
from noroshi.pages.notes import NotedPage, NotedTarget, note_targets, read_notes
from noroshi.pages.proof import PROOF, Proof, read_proof
from noroshi.pages.publish import Published
from noroshi.pages.registry import open_target
from tests.pages.reading import read

NOW = datetime(2026, 3, 12, 13, 58, tzinfo=UTC)


def page(*targets: NotedTarget) -> NotedPage:
    return NotedPage(
        key="all-regions",
        name={"en": "Kitsune Cloud Status"},
        company="Kitsune Cloud",
        languages=["en", "ja"],
        default_language="en",
        time_zone="Asia/Tokyo",
        base_url="https://status.kitsune.example",
        version=7,
        targets=targets,
    )


def at(path: Path, name: str) -> NotedTarget:
    return NotedTarget(name=name, kind="directory", settings={"path": str(path)})


def written(folder: Path, name: str, content: str) -> Path:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return file


def test_it_publishes_to_every_target_with_nothing_but_a_file(tmp_path: Path) -> None:
    mirror, root = tmp_path / "mirror", tmp_path / "data" / "pages"
    before = root / "all-regions" / "versions" / "00000009-x"
    before.mkdir(parents=True)
    (before / "incidents").mkdir()
    (before / "incidents/3.html").write_text("an old incident")
    (before / "history.atom").write_text("of the time before")
    (before / PROOF).write_bytes(Proof(version=9, digest="x").as_bytes())
    (root / "all-regions" / "current").symlink_to("versions/00000009-x")
    note_targets(root, [page(at(root / "all-regions", "noroshi"), at(mirror, "mirror"))])
    words = written(
        tmp_path,
        "words.yaml",
        "headline: {en: Sign-in is down, ja: サインインできません}\n"
        "text: {en: We work on it., ja: 復旧作業を行っています。}\nnext_update: 45 minutes\n",
    )
    plain = {"PATH": os.environ["PATH"], "NOROSHI_SECRET_KEY": "for tests", "LANG": "C.UTF-8"}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "noroshi", "--data-dir", str(tmp_path / "data"), "page",
         "emergency", str(words), "--yes"],
        env=plain, capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("shows it") == 2
    assert "noroshi page publish" in done.stdout
    for place in (root / "all-regions" / "current", mirror / "current"):
        proof = read_proof((place / PROOF).read_bytes())
        assert proof
        assert (proof.version, proof.emergency) == (10, True)
        html = (place / "index.html").read_text()
        assert "Sign-in is down" in html
        assert "サインインできません" in html
        assert "サインインできません" in (place / "ja/index.html").read_text()
        assert (place / "incidents/3.html").read_text() == "an old incident"
        assert not (place / "history.atom").exists()
        status = json.loads((place / "api/v2/status.json").read_text())["status"]
        assert status == {"indicator": "major", "description": "Sign-in is down"}


def test_a_target_that_fails_is_named_and_the_others_are_published(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    noted = tmp_path / "noted"
    note_targets(noted, [page(at(tmp_path / "file", "dead"), at(tmp_path / "live", "live"))])
    words = written(tmp_path, "words.md", "# We are down\n\nMore *soon*.\n")
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "noroshi", "--data-dir", str(tmp_path / "data"), "page",
         "emergency", str(words), "--yes", "--targets", str(noted / "targets.json")],
        env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 1
    assert "live  shows it" in done.stdout
    assert "dead  FAILED: The page could not be written" in done.stdout
    assert "<em>soon</em>" in (tmp_path / "live/current/index.html").read_text()


def test_a_target_that_never_answers_does_not_hold_the_page_back(tmp_path: Path) -> None:
    """Neither while it is asked for its version (eight seconds before), nor at the end."""
    live = tmp_path / "live" / "current" / "index.html"
    words = written(tmp_path, "words.md", "# We are down\n")
    keys = {"NOROSHI_TARGET_DEAD_ACCESS_KEY_ID": "x", "NOROSHI_TARGET_DEAD_SECRET_ACCESS_KEY": "x"}
    with dead(SILENT) as address:
        settings = {"bucket": "b", "endpoint": address}
        silent = NotedTarget(name="dead", kind="s3", settings=settings)
        note_targets(tmp_path, [page(silent, at(tmp_path / "live", "live"))])
        with subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "noroshi", "--data-dir", str(tmp_path / "data"), "page",
             "emergency", str(words), "--yes", "--targets", str(tmp_path / "targets.json")],
            env={"PATH": os.environ["PATH"], **keys}, stdout=subprocess.PIPE, cwd=tmp_path,
        ) as running:  # fmt: skip
            asked = time.monotonic()
            while not live.exists() and time.monotonic() < asked + 20:
                threading.Event().wait(0.02)
            took = time.monotonic() - asked
            running.kill()
    assert b"We are down" in live.read_bytes()
    assert took < 7


def test_a_version_that_was_told_too_late_is_gone_above(tmp_path: Path) -> None:
    """The note says 7; what the target shows is newer, and it could not be asked in time."""
    target = open_target("directory", {"path": str(tmp_path / "live")})
    target.put(40, {"index.html": b"x", PROOF: Proof(version=40, digest="x").as_bytes()})
    note_targets(tmp_path, [page(at(tmp_path / "live", "live"))])
    words = read_words(written(tmp_path, "words.md", "# We are down\n"), now=NOW)
    around = Surroundings(
        data_dir=tmp_path / "data", public_url="", smtp_host="", smtp_port=0, clock_file=None
    )
    crew: Crew = Crew()
    shift: Shift[Published] = crew.shift()
    _give(shift, crew, around, page=page(at(tmp_path / "live", "live")), version=8,
          words=words, now=NOW)  # fmt: skip
    assert [one.failure for one in shift.outcomes(pause_s=1) if one] == [None]
    assert target.current_version() == 41


def test_the_words_are_made_safe_and_keep_to_one_file(tmp_path: Path) -> None:
    evil = "# <script>alert(1)</script>\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1))\n"
    words = read_words(written(tmp_path, "w.md", evil), now=NOW)
    files = emergency_files(page(), words, now=NOW, rest={})
    html = files["index.html"].decode()
    assert "<script" not in html
    assert "onerror=" not in html.replace("&lt;img src=x onerror=alert(1)&gt;", "")
    assert "javascript:" not in html.split('href="', 1)[-1] or 'href="' not in html
    assert "http" not in html.replace("http-equiv", "")
    assert len(files["index.html"]) < 60_000


def test_times_are_told_in_the_zone_of_the_page(tmp_path: Path) -> None:
    words = read_words(
        written(tmp_path, "w.json", '{"headline": "Down", "next_update": "2026-03-12T14:30Z"}'),
        now=NOW,
    )
    assert words.next_update == NOW + timedelta(minutes=32)
    text = read(emergency_files(page(), words, now=NOW, rest={})["index.html"]).text
    assert "Next update by 23:30\nJST\nThursday 12 March 2026" in text
    assert "As of 22:58" in text
    assert "次回のお知らせ 23:30\nまで" in text


def test_each_language_leads_to_the_others_and_to_what_was_written_before(tmp_path: Path) -> None:
    words = read_words(written(tmp_path, "w.md", "# Down"), now=NOW)
    rest = {"en/history.html": b"before", "history.html": b"before"}
    files = emergency_files(page(), words, now=NOW, rest=rest)
    assert read(files["en/index.html"]).links == ["../ja/index.html", "history.html"]
    assert read(files["ja/index.html"]).links == ["../en/index.html"]
    assert read(files["index.html"]).links == []


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("w.md", "\n\n", "no headline"),
        ("w.yaml", "- a list", "another shape"),
        ("w.yaml", "headline: [", "cannot be understood"),
        ("w.yaml", "headline: x\nnext_update: soon", "not a time"),
        ("w.yaml", "headline: x\nnext_update: 2026-03-12 14:30", "not a time"),
    ],
)
def test_a_file_that_says_nothing_usable_is_refused(
    tmp_path: Path, name: str, content: str, why: str
) -> None:
    with pytest.raises(Invalid, match=why):
        read_words(written(tmp_path, name, content), now=NOW)


def test_the_note_of_targets_is_for_this_user_only_and_reads_back(tmp_path: Path) -> None:
    note_targets(tmp_path, [page(at(tmp_path, "a"))])
    assert (tmp_path / "targets.json").stat().st_mode & 0o077 == 0
    assert read_notes(tmp_path / "targets.json") == (page(at(tmp_path, "a")),)


def test_its_policy_allows_its_own_style_and_nothing_else(tmp_path: Path) -> None:
    words = read_words(written(tmp_path, "w.md", "# Sign-in is down\n"), now=NOW)
    html = emergency_files(page(), words, now=NOW, rest={})["index.html"].decode()
    style = html.split("<style>")[1].split("</style>")[0]
    assert f"style-src {source_of(style)};" in html
    assert "unsafe" not in html
