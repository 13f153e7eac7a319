"""``noroshi demo``: the whole story in one command, checked by itself, and gone afterwards."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import replace

import pytest

from noroshi.cli.demo import judge
from noroshi.practice.demo.director import Told
from noroshi.practice.demo.measure import Counted
from tests.smoke.harness import NOROSHI, clean_environment, place, run
from tests.smoke.processes import PATIENCE_S, belonging_to, until

pytestmark = pytest.mark.smoke

_KEYS = {
    "incident", "messages", "recipients", "delivered", "lost", "duplicates", "promises_kept",
    "promises_missed", "first_update_s", "largest_gap_s", "report_published", "wall_s",
}  # fmt: skip
_FINE = Counted(
    incident=1,
    messages=8,
    recipients=8_000,
    delivered=7_950,
    listed=50,
    lost=0,
    duplicates=0,
    promises_kept=6,
    promises_missed=1,
    first_update_s=540,
    largest_gap_s=2_640,
    report_published=True,
)


def test_the_demo_checks_itself_and_leaves_nothing() -> None:
    with place() as root:
        done = run("demo", "--exit", within=3 * PATIENCE_S, TMPDIR=str(root))
        assert done.returncode == 0, done.stderr
        (line,) = done.stdout.splitlines()
        told: Mapping[str, object] = json.loads(line)
        assert told.keys() >= _KEYS
        assert (told["lost"], told["report_published"], told["promises_missed"]) == (0, True, 1)
        assert told["recipients"] == 4_005
        assert belonging_to(root) == []
        assert list(root.iterdir()) == []


def test_ctrl_c_in_the_middle_of_the_demo_leaves_nothing() -> None:
    with place() as root:
        story = root / "story"
        with story.open("wb") as said:
            child = subprocess.Popen(  # noqa: S603 - ourselves
                [NOROSHI, "demo", "--exit"],
                env=clean_environment() | {"TMPDIR": str(root)},
                stdout=said,
                stderr=said,
            )
        until(lambda: "drafts update 1" in story.read_text(), "the story is under way")
        child.send_signal(signal.SIGINT)
        assert child.wait(PATIENCE_S) in {1, 130}
        assert "Traceback" not in story.read_text()
        assert belonging_to(root) == []
        assert list(root.iterdir()) == [story]


@pytest.mark.parametrize(
    ("counted", "code"),
    [
        (_FINE, 0),
        (replace(_FINE, lost=1), 1),
        (replace(_FINE, report_published=False), 1),
        (replace(_FINE, delivered=0), 1),
    ],
)
def test_the_demo_fails_when_somebody_is_lost_or_nothing_published(
    counted: Counted, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert judge(Told(counted=counted, webhooks=8, sign_ins={}), wall_s=30.04) == code
    line = json.loads(capsys.readouterr().out)
    assert line.keys() >= _KEYS
    assert (line["lost"], line["wall_s"]) == (counted.lost, 30.0)
