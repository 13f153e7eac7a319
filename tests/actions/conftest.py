"""The actions' tests begin with an empty job table, which tests that commit leave behind."""

from __future__ import annotations

import pytest

from tests.actions.waiting import lose_every_job


@pytest.fixture(autouse=True)
def no_jobs_yet(db: None) -> None:
    """Forget the jobs of tests that committed theirs."""
    lose_every_job()
