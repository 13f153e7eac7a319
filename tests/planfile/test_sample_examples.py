"""What stands in the sample plan as a comment works when its # is taken away."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from noroshi.planfile import load, sample_directory

_BEGINS = re.compile(r"( *)# (checks|targets|accent):")
_COMMENT = re.compile(r"( *)# (.*)")


def without_the_marks(lines: list[str]) -> Iterator[str]:
    """The lines of a file; from the beginning of an example to its end they are no comments."""
    inside = False
    for line in lines:
        comment = _COMMENT.fullmatch(line)
        inside = bool(_BEGINS.match(line)) or (inside and comment is not None)
        yield f"{comment[1]}{comment[2]}" if inside and comment else line


def test_the_examples_of_the_sample_plan_can_be_used_as_they_stand(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(sample_directory(), mine)
    file = mine / "plan.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(without_the_marks(lines)), encoding="utf-8")
    loaded = load(mine)
    assert loaded.findings == ()
    plan = loaded.require()
    assert [check.kind for check in plan.checks] == ["http", "tls"]
    assert [target.kind for target in plan.pages[0].targets] == ["s3", "git"]
    assert plan.company.theme.accent == "#b8431f"


def test_the_sample_plan_has_a_page_for_everybody_a_region_and_each_closed_audience() -> None:
    plan = load(sample_directory()).require()
    assert [page.region for page in plan.pages] == [None, "europe"]
    assert [page.audience for page in plan.audience_pages] == ["it_admins", "internal"]
    assert {page.theme.base for page in plan.audience_pages} == {"harbour", "gazette"}
