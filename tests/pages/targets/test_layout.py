"""Which of the older versions a target with folders may drop."""

from __future__ import annotations

from noroshi.pages.layout import outdated


def test_the_newest_fifty_stay_and_so_does_the_public_one_whatever_its_number() -> None:
    folders = [f"{version:08d}-abc" for version in range(1, 61)]
    assert outdated(folders, public=folders[-1]) == folders[:10]
    assert outdated(folders, public=folders[3]) == [*folders[:3], *folders[4:10]]
    assert outdated(folders[:50], public=folders[0]) == []
    assert outdated([*folders, ".writing-x", "notes"], public=folders[-1]) == folders[:10]
