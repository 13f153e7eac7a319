"""The second yes: send the link or the code by which somebody proves that an address is theirs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from noroshi.actions.confirm_subscription import new_confirmation_token
from noroshi.actions.consider_asking import consider_asking as consider
from noroshi.actions.prove_address import new_code
from noroshi.actions.queries.links import page_url
from noroshi.actions.queries.plan import current_plan
from noroshi.delivery.chat.note import ChatNote
from noroshi.delivery.chat.slack import slack_body
from noroshi.delivery.chat.teams import teams_body
from noroshi.delivery.contract import Parcel
from noroshi.delivery.mail.text import mail_message_id
from noroshi.domain.asking import Asked
from noroshi.domain.channel import Channel
from noroshi.domain.plan.model import Plan
from noroshi.domain.webhook_shape import Shape, shape_of
from noroshi.jobs.payloads import ConfirmSubscription, ConsiderAsking, SendCode
from noroshi.kernel.secret import Secret
from noroshi.storage import askings, subscribers
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.worker.duties.proof_words import (
    CODE,
    CODE_MAIL,
    CODE_TITLE,
    CONFIRM,
    CONFIRM_NOTICE,
)
from noroshi.worker.duties.single import asked_mail, mail_parcel, send_untold
from noroshi.worker.duties.tools import Toolbox, domain_of
from noroshi.worker.duties.wording import TO_THE_PAGE
from noroshi.worker.threads import in_thread


def consider_asking(tools: Toolbox, job: ConsiderAsking) -> None:
    """Do what was asked for, if it may be done."""
    consider(tools.context, job.asking_id)


async def confirm_subscription(tools: Toolbox, job: ConfirmSubscription) -> None:
    """Send the link that confirms, if the subscriber still waits for it."""
    await _send(tools, await in_thread(lambda: confirmation(tools, job.subscriber_id)))


async def send_code(tools: Toolbox, job: SendCode) -> None:
    """Send a code, made anew by each attempt; the one before stops working."""
    await _send(tools, await in_thread(lambda: code(tools, job.asking_id)))


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What is sent, and by which channel."""

    channel: Channel
    parcel: Parcel


async def _send(tools: Toolbox, proof: Proof | None) -> None:
    if proof is not None:
        await send_untold(tools, proof.channel, proof.parcel)


def confirmation(tools: Toolbox, subscriber_id: int) -> Proof | None:
    """The message with a fresh link; None when nobody waits for it any more."""
    subscriber = subscribers.get(subscriber_id)
    if subscriber.state is not SubscriberState.PENDING:
        return None
    plan = current_plan()
    url = f"{tools.context.public_url}/confirm/{new_confirmation_token(subscriber_id)}"
    make = _notice_with_link if subscriber.channel is Channel.PUSH else _mail_with_link
    return Proof(channel=subscriber.channel, parcel=make(tools, plan, subscriber, url))


def _mail_with_link(tools: Toolbox, plan: Plan, to: Subscriber, url: str) -> Parcel:
    now = tools.context.clock.now()
    name = f"confirm-{int(now.timestamp())}"
    page = page_url(tools.context, plan.pages[0])
    text = asked_mail(plan.company, CONFIRM, to.language, link=page, url=url)
    message_id = mail_message_id(name, to.id, domain_of(plan.company.mail_from))
    return mail_parcel(text, to.address, message_id=message_id, at=now)


def _notice_with_link(tools: Toolbox, plan: Plan, to: Subscriber, url: str) -> Parcel:
    words = CONFIRM_NOTICE.get(to.language, CONFIRM_NOTICE["en"])
    name = f"confirm-{int(tools.context.clock.now().timestamp())}-{to.id}"
    said = {key: text.format(company=plan.company.name) for key, text in words.items()}
    content = _json({**said, "url": url, "tag": "confirm"})
    return _parcel(to.address, to.language, name, content)


def code(tools: Toolbox, asking_id: int) -> Proof | None:
    """The message with a fresh code; None when none may be sent any more."""
    made = new_code(tools.context, asking_id)
    asked = askings.get(asking_id)
    if not made or asked is None or asked.subscriber_id is None:
        return None
    subscriber = subscribers.get(asked.subscriber_id)
    about = _Code(tools=tools, plan=current_plan(), asked=asked, code=made, to=subscriber)
    return Proof(channel=asked.channel, parcel=_CODES[asked.channel](about))


@dataclass(frozen=True, kw_only=True)
class _Code:
    """A code on its way."""

    tools: Toolbox
    plan: Plan
    asked: Asked
    code: str
    to: Subscriber

    @property
    def language(self) -> str:
        return self.to.language

    @property
    def name(self) -> str:
        return f"code-{self.asked.id}-{int(self.tools.context.clock.now().timestamp())}"

    @property
    def words(self) -> str:
        said = CODE[str(self.asked.purpose)]
        words = said.get(self.language, said["en"])
        return words.format(company=self.plan.company.name, code=self.code)

    @property
    def title(self) -> str:
        return CODE_TITLE.get(self.language, CODE_TITLE["en"]).format(code=self.code)

    @property
    def page(self) -> str:
        return page_url(self.tools.context, self.plan.pages[0])


def _code_by_mail(about: _Code) -> Parcel:
    company = about.plan.company
    text = asked_mail(company, CODE_MAIL, about.language, link=about.page, code=about.code)
    now = about.tools.context.clock.now()
    domain = domain_of(company.mail_from)
    message_id = mail_message_id(about.name, about.to.id, domain)
    return mail_parcel(text, about.asked.address, message_id=message_id, at=now)


def _code_by_sms(about: _Code) -> Parcel:
    return _parcel(about.asked.address, about.language, about.name, about.words.encode())


def _code_by_push(about: _Code) -> Parcel:
    said = {"title": about.title, "body": about.words, "url": about.page, "tag": "code"}
    return _parcel(about.asked.address, about.language, about.name, _json(said))


def _code_by_webhook(about: _Code) -> Parcel:
    note = ChatNote(
        title=about.title,
        body_markdown=about.words,
        link=about.page,
        link_label=TO_THE_PAGE.get(about.language, TO_THE_PAGE["en"]),
        language=about.language,
    )
    made: Mapping[Shape, Callable[[], bytes]] = {
        Shape.SLACK: lambda: slack_body(note),
        Shape.TEAMS: lambda: teams_body(note),
        Shape.INCIDENT: lambda: _json(
            {"type": "subscription.code", "code": about.code, "text": about.words}
        ),
    }
    content = made[shape_of(about.asked.address)]()
    return _parcel(
        about.asked.address, about.language, about.name, content, key=Secret(about.to.secret)
    )


def _parcel(
    address: str, language: str, name: str, content: bytes, *, key: Secret | None = None
) -> Parcel:
    return Parcel(
        recipient_id=0,
        address=address,
        language=language,
        message_id=f"msg_{name}",
        content=content,
        secret=key,
    )


def _json(said: Mapping[str, str]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


_CODES: Mapping[Channel, Callable[[_Code], Parcel]] = MappingProxyType(
    {
        Channel.EMAIL: _code_by_mail,
        Channel.SMS: _code_by_sms,
        Channel.PUSH: _code_by_push,
        Channel.WEBHOOK: _code_by_webhook,
    }
)
