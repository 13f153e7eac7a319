"""The link or the code by which somebody proves that an address is theirs, as it is sent."""

from __future__ import annotations

import json
import re

import pytest

from noroshi.actions.ask_to_manage import Whose, ask_to_manage
from noroshi.actions.prove_address import confirm_by_code
from noroshi.domain.asking import Means
from noroshi.domain.channel import Channel
from noroshi.jobs.names import TaskName
from noroshi.storage import subscribers
from noroshi.storage.subscribers import SubscriberState
from noroshi.worker.duties import proofs
from noroshi.worker.duties.proofs import Proof
from tests.actions.steps import reader
from tests.actions.subscribing import RIN, asked, consider, wish
from tests.actions.waiting import waiting_jobs
from tests.cast import World
from tests.worker.duties.test_duties import read, tools

pytestmark = pytest.mark.django_db

SLACK = "https://hooks.slack.com/services/T0/B0/abc"
TEAMS = "https://kitsune.webhook.office.com/webhookb2/a"
HOOK = "https://hooks.rin.example/"


def sent_code(world: World) -> Proof:
    job = waiting_jobs(TaskName.SEND_CODE)[-1]
    made = proofs.code(tools(world), int(str(job["asking_id"])))
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("means", "address"), [(Means.SLACK, SLACK), (Means.TEAMS, TEAMS), (Means.WEBHOOK, HOOK)]
)
def test_the_code_that_is_posted_confirms(world: World, means: Means, address: str) -> None:
    token = asked(world, wish(address, means))
    made = sent_code(world)
    assert made.channel is Channel.WEBHOOK
    assert made.parcel.secret is not None
    (code,) = set(re.findall(r"\b\d{6}\b", made.parcel.content.decode()))
    json.loads(made.parcel.content)
    assert confirm_by_code(world.context, token, code).state is SubscriberState.CONFIRMED


def test_each_attempt_makes_a_new_code_and_the_old_one_is_worth_nothing(world: World) -> None:
    asked(world, wish(HOOK, Means.WEBHOOK))
    first, second = sent_code(world), sent_code(world)
    assert first.parcel.content != second.parcel.content


@pytest.mark.parametrize(("language", "word"), [("en", "is your code"), ("ja", "コード")])
def test_rin_is_mailed_a_code_in_her_language(world: World, language: str, word: str) -> None:
    reader(RIN, at=world.clock.now(), language=language)
    from_page(world)
    mail = read(sent_code(world).parcel.content)
    assert word in mail["Subject"]
    assert "List-Unsubscribe" not in mail
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert re.search(r"\b\d{6}\b", plain.get_content())


def from_page(world: World) -> None:
    ask_to_manage(world.context, Whose(means=Means.EMAIL, address=RIN, language="en"))
    consider(world)


def test_a_browser_gets_a_notice_whose_address_confirms(world: World) -> None:
    at = world.clock.now()
    one = reader(
        '{"endpoint":"https://push.example/x","keys":{}}',
        at=at,
        channel=Channel.PUSH,
        state=SubscriberState.PENDING,
        last_confirmation_at=at,
    )
    made = proofs.confirmation(tools(world), one.id)
    assert made is not None
    assert made.channel is Channel.PUSH
    told = json.loads(made.parcel.content)
    assert "/confirm/" in told["url"]
    assert subscribers.get(one.id).state is SubscriberState.PENDING
