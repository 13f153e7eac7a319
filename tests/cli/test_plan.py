"""The plan at the terminal."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from noroshi.actions.queries.plan import current_plan
from noroshi.storage import plans
from tests.cast import PLAN
from tests.cli.shell import INES, YUKI, Fake, Shell


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The sample plan, to spoil."""
    return Path(shutil.copytree(PLAN, tmp_path / "plan"))


def test_a_good_plan_is_praised_and_ends_with_0(bare: Shell) -> None:
    assert "Kitsune Cloud can be used" in bare.done("plan", "check", PLAN)


def test_every_mistake_has_its_place(bare: Shell, copy: Path) -> None:
    file = copy / "plan.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "nonsense: 1\n", encoding="utf-8")
    last = len(file.read_text(encoding="utf-8").splitlines())
    said = bare("plan", "check", copy)
    assert said.code == 1
    assert f"plan.yaml:{last}:1: error " in said.out
    found = bare("plan", "check", copy, "--json").document
    assert found["usable"] is False
    assert found["findings"][0]["line"] == last


def test_a_page_at_the_host_of_the_screens_is_found_where_that_host_is_known(
    bare: Shell, copy: Path
) -> None:
    own = urlsplit(Fake().public_url).hostname
    file = copy / "plan.yaml"
    text = file.read_text(encoding="utf-8")
    with_address = text.replace(
        "pages:\n  - key:", f"pages:\n  - address: http://{own}\n    key:", 1
    )
    file.write_text(with_address, encoding="utf-8")
    said = bare("plan", "check", copy)
    assert said.code == 1
    line = with_address[: with_address.index("address:")].count("\n") + 1
    assert f"plan.yaml:{line}:" in said.out
    assert "OWN_HOST" in said.out


def test_a_directory_that_is_none_is_a_finding(bare: Shell, tmp_path: Path) -> None:
    said = bare("plan", "check", tmp_path / "nowhere")
    assert said.code == 1
    assert "NO_PLAN" in said.out


def test_the_schema_is_json(bare: Shell) -> None:
    assert json.loads(bare.done("plan", "schema"))["title"] == "Noroshi plan"


@pytest.mark.django_db
def test_a_spoiled_plan_is_not_put_in_force(shell: Shell, copy: Path) -> None:
    (copy / "plan.yaml").write_text("company: [", encoding="utf-8")
    said = shell("plan", "apply", copy)
    assert said.code == 1
    assert "plan.yaml:" in said.out
    assert plans.newest_number() == 1


@pytest.mark.django_db
def test_a_change_is_shown_then_applied_once(shell: Shell, copy: Path) -> None:
    file = copy / "people.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Jonas Weber", "Jonas Webber"), encoding="utf-8")
    assert "jonas-weber" in shell.done("plan", "diff", copy)
    assert "変更" in shell.done("plan", "diff", copy, "--lang", "ja")
    assert shell("plan", "diff", copy, "--json").document[0]["area"] == "people"
    assert "Version 2" in shell.done("plan", "apply", copy, "--as", YUKI)
    assert "Version 2" in shell.done("plan", "apply", copy)
    assert current_plan().version == 2
    assert "Nothing would change" in shell.done("plan", "diff", copy)


@pytest.mark.django_db
def test_only_those_who_manage_the_plan_apply_it(shell: Shell, copy: Path) -> None:
    said = shell("plan", "apply", copy, "--as", INES)
    assert said.code == 1
    assert "communications manager" in said.err


@pytest.mark.django_db
def test_the_plan_is_exported_for_programs(shell: Shell, tmp_path: Path) -> None:
    assert shell("plan", "export", "-").document["company"]["name"] == "Kitsune Cloud"
    shell.done("plan", "export", tmp_path / "out")
    assert (tmp_path / "out" / "plan-1.json").is_file()
    (tmp_path / "file").touch()
    said = shell("plan", "export", tmp_path / "file" / "below")
    assert said.code == 1
    assert "cannot be written" in said.err
