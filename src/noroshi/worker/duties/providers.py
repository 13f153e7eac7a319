"""Provider accounts by the clock: judging them, test messages, and tests that people ask for."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from noroshi.actions.look_at_providers import look_at_providers
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.queries.sending import may_send
from noroshi.actions.report_results import report_results
from noroshi.actions.try_provider import trial_ended, trial_of
from noroshi.actions.watch_canaries import Leaving, canary_leaves
from noroshi.delivery.address import mail_address
from noroshi.delivery.contract import DeliveryFailed, Parcel, Receipt
from noroshi.delivery.mail.compiled import compile_mail
from noroshi.delivery.mail.text import Mailbox, MailText
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import FailureKind
from noroshi.domain.language import pick
from noroshi.domain.provider_account import ProviderAccount
from noroshi.domain.routing.results import Results, tally
from noroshi.domain.verdict import No
from noroshi.jobs.payloads import LookAtProviders, SendCanary, TryProvider
from noroshi.kernel.errors import Refusal
from noroshi.kernel.ids import new_token, token_hash
from noroshi.kernel.secret import Secret
from noroshi.worker.duties.tools import Toolbox, domain_of
from noroshi.worker.threads import in_thread

_SUBJECT = "Noroshi test message {token}"
_BODY = (
    "This is a test message of Noroshi through the account {account}. "
    "Nobody needs to do anything.\n\n{token}"
)
_REASON = "An operator of {company} entered this address for test messages."
_NO_SENDER = "noroshi@example.invalid"  # before there is a plan


@dataclass(frozen=True, kw_only=True)
class _Sent:
    """What came of one test message: the receipt, or why there is none."""

    results: Results
    receipt: Receipt | None = None
    failure: str = ""


def look_at(tools: Toolbox, _job: LookAtProviders) -> None:
    """Judge the last minute of every account."""
    look_at_providers(tools.context)


async def send_canary(tools: Toolbox, job: SendCanary) -> None:
    """Send a test message to the account's own recipient, and count what came of it."""
    if not await in_thread(lambda: may_send(tools.context)):
        return  # a copy of the installation stays silent, also towards ourselves (R11)
    leaving = await in_thread(lambda: canary_leaves(tools.context, job.account))
    if leaving is None:
        return
    sent = await _send(tools, leaving)
    await in_thread(lambda: report_results(tools.context, job.account, sent.results))


async def try_one(tools: Toolbox, job: TryProvider) -> None:
    """Send the test message that somebody waits for, and keep the answer for them."""
    trial = await in_thread(lambda: trial_of(tools.context, job.account))
    if trial is None:
        return
    verdict = await in_thread(lambda: may_send(tools.context))
    if isinstance(verdict, No):
        why = pick(verdict.reason, "en")
        await in_thread(lambda: trial_ended(tools.context, job.account, failure=why))
        return
    token = token_hash(new_token())[:12]
    sent = await _send(tools, Leaving(account=trial.account, address=trial.address, token=token))
    answer = f"{sent.receipt.code} {sent.receipt.detail}".strip() if sent.receipt else ""
    await in_thread(
        lambda: trial_ended(tools.context, job.account, failure=sent.failure, answer=answer)
    )


async def _send(tools: Toolbox, leaving: Leaving) -> _Sent:
    try:
        parcel, sender = await in_thread(lambda: _parcel(tools, leaving))
        provider = await in_thread(lambda: tools.through(leaving.account, sender))
        async with provider.open() as session:
            receipt = await session.deliver(parcel)
    except DeliveryFailed as error:
        return _Sent(results=tally([error.kind], detail=error.detail), failure=str(error.detail))
    except (Refusal, OSError, TimeoutError) as error:
        # Settings that cannot be used, or a network that breaks outside of the provider's care.
        return _Sent(results=tally([FailureKind.TEMPORARY], detail=str(error)), failure=str(error))
    return _Sent(results=tally([None]), receipt=receipt)


def _parcel(tools: Toolbox, leaving: Leaving) -> tuple[Parcel, str]:
    plan = plan_or_none()
    sender = plan.company.mail_from if plan else _NO_SENDER
    company = plan.company.name if plan else "Noroshi"
    message_id = f"<canary-{leaving.token}@{domain_of(sender)}>"
    is_mail = leaving.account.channel is Channel.EMAIL
    parcel = Parcel(
        recipient_id=0,
        address=leaving.address,
        language="en",
        message_id=message_id if is_mail else f"canary_{leaving.token}",
        content=_mail(tools, leaving, message_id, company=company, sender=sender)
        if is_mail
        else _words(leaving),
        secret=_key(leaving.account),
    )
    return parcel, sender


def _mail(tools: Toolbox, leaving: Leaving, message_id: str, *, company: str, sender: str) -> bytes:
    text = MailText(
        subject=_SUBJECT.format(token=leaving.token),
        body_markdown=_BODY.format(token=leaving.token, account=leaving.account.name),
        language="en",
        company=company,
        sender=Mailbox(name=company, address=sender),
        link=tools.context.public_url,
        reason_line=_REASON.format(company=company),
        one_click=False,
    )
    compiled = compile_mail(text, date=tools.context.clock.now())
    return compiled.copy_for(mail_address(leaving.address), message_id=message_id)


def _words(leaving: Leaving) -> bytes:
    subject = _SUBJECT.format(token=leaving.token)
    if leaving.account.channel is Channel.SMS:
        return subject.encode()
    notice = {"type": "test", "title": "Noroshi", "body": subject, "tag": "noroshi-test"}
    return json.dumps(notice).encode()


def _key(account: ProviderAccount) -> Secret | None:
    # An endpoint that is only tried has no key of its own yet: any will do.
    if account.channel is not Channel.WEBHOOK:
        return None
    return Secret("whsec_" + base64.b64encode(new_token().encode()[:24]).decode())
