"""The installation's parts, made from its environment. Django must be set up."""

from __future__ import annotations

import ssl
import threading
from functools import lru_cache

from noroshi.actions.queries.provider_accounts import settings_of
from noroshi.actions.take_in_receipts import Outside
from noroshi.bootstrap.context import context
from noroshi.bootstrap.outside import outside
from noroshi.delivery.contract import Provider, Tools
from noroshi.delivery.registry import provider
from noroshi.domain.channel import Channel
from noroshi.domain.provider_account import RELAY, ProviderAccount
from noroshi.intake.bounces.mailbox import MailboxAt, mailbox_at
from noroshi.jobs.payloads import (
    Audit,
    ConfirmSubscription,
    ConsiderAsking,
    FetchBounces,
    LookAtProviders,
    LookAtTimers,
    NotifyColleague,
    PublishPages,
    RetryDeliveries,
    SendBatch,
    SendCanary,
    SendCode,
    SendPageLink,
    Sweep,
    TryProvider,
    WatchPages,
)
from noroshi.kernel.clock import SystemClock
from noroshi.kernel.errors import Invalid
from noroshi.net import OutboundClient
from noroshi.net.probing import Prober
from noroshi.settings import ENVIRONMENT
from noroshi.worker.duties import (
    audit,
    bounces,
    notices,
    page_links,
    proofs,
    providers,
    publish_pages,
    send_batch,
    timers,
    watch_pages,
)
from noroshi.worker.duties.postmark import postmark
from noroshi.worker.duties.tools import Toolbox
from noroshi.worker.duties.watch_checks import Watchman
from noroshi.worker.handlers import Handlers, by_name, handle


@lru_cache(maxsize=1)
def stopping() -> threading.Event:
    """Set as soon as the worker of this process is asked to end."""
    return threading.Event()


@lru_cache(maxsize=1)
def toolbox() -> Toolbox:
    """What the worker's duties are handed."""
    return Toolbox(
        context=context(),
        through=_through,
        postmark=postmark(
            bounce_address=ENVIRONMENT.bounce_address, key=context().key, dkim=ENVIRONMENT.dkim
        ),
        should_stop=stopping().is_set,
    )


def _through(account: ProviderAccount, sender: str) -> Provider:
    if account.name == RELAY:
        return provider(account.kind, _smtp_settings(sender), _tools())
    own = settings_of(context(), account)
    fallback = {"sender": sender} if account.channel is Channel.EMAIL else {}
    return provider(account.kind, {**fallback, **own}, _tools())


def _tools() -> Tools:
    outside = OutboundClient(
        internal_hosts=ENVIRONMENT.allowed_internal_hosts,
        plain_http=ENVIRONMENT.plain_webhooks,
        tls=_trust(),
    )
    # Receivers compare a signature's time with their own clock, whatever clock a drill runs on.
    return Tools(clock=SystemClock(), http=outside)


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    # Reading the machine's certificates takes longer than sending a group of mails.
    return ssl.create_default_context()


def _smtp_settings(sender: str) -> dict[str, str]:
    if not ENVIRONMENT.smtp_host:
        raise Invalid(
            "No mail relay is set up, so mail waits.",
            way_out="Set NOROSHI_SMTP_HOST and start the worker again.",
        )
    return {
        "host": ENVIRONMENT.smtp_host,
        "port": str(ENVIRONMENT.smtp_port),
        "security": ENVIRONMENT.smtp_security,
        "username": ENVIRONMENT.smtp_user,
        "password": ENVIRONMENT.smtp_password.reveal(),
        "connections": str(ENVIRONMENT.smtp_connections),
        "sender": sender,
    }


def handlers() -> Handlers:
    """Which duty does which task."""
    return by_name(
        handle(PublishPages, lambda job: publish_pages.publish_pages(toolbox(), job)),
        handle(WatchPages, lambda job: watch_pages.watch_pages(toolbox(), job)),
        handle(LookAtTimers, lambda job: timers.look_at_timers(toolbox(), job)),
        handle(Sweep, lambda job: timers.sweep(toolbox(), job)),
        handle(Audit, _audit),
        handle(SendBatch, _send_batch),
        handle(RetryDeliveries, _retry),
        handle(ConsiderAsking, lambda job: proofs.consider_asking(toolbox(), job)),
        handle(ConfirmSubscription, _confirm),
        handle(SendCode, _code),
        handle(SendPageLink, _page_link),
        handle(NotifyColleague, _notify),
        handle(LookAtProviders, lambda job: providers.look_at(toolbox(), job)),
        handle(FetchBounces, _fetch_bounces),
        handle(SendCanary, _canary),
        handle(TryProvider, _try),
    )


async def watch_checks() -> None:
    """Run the plan's checks, beside the queues."""
    prober = Prober(internal_hosts=ENVIRONMENT.allowed_internal_hosts, tls=_trust())
    await Watchman(context(), prober).watch_for_ever()


def _fetch_bounces(job: FetchBounces) -> None:
    bounces.fetch_bounces(toolbox(), job, bounce_mailbox())


def bounce_mailbox() -> MailboxAt | None:
    """The mailbox that bounces come to, if one is set.

    Raises:
        Invalid: the setting names none.
    """
    if not ENVIRONMENT.bounce_mailbox_url:
        return None
    return mailbox_at(ENVIRONMENT.bounce_mailbox_url, ENVIRONMENT.bounce_mailbox_password)


def receipts_outside() -> Outside:
    """What the check of a provider's call may fetch."""
    return outside(lambda: OutboundClient(tls=_trust()))


async def _audit(job: Audit) -> None:
    await audit.audit(toolbox(), job, _heartbeat if ENVIRONMENT.heartbeat_url else None)


async def _heartbeat() -> None:
    async with _tools().http as outside:
        await outside.get(ENVIRONMENT.heartbeat_url, headers={})


async def _send_batch(job: SendBatch) -> None:
    await send_batch.send_batch(toolbox(), job)


async def _retry(job: RetryDeliveries) -> None:
    await send_batch.retry_deliveries(toolbox(), job)


async def _confirm(job: ConfirmSubscription) -> None:
    await proofs.confirm_subscription(toolbox(), job)


async def _code(job: SendCode) -> None:
    await proofs.send_code(toolbox(), job)


async def _page_link(job: SendPageLink) -> None:
    await page_links.send_page_link(toolbox(), job)


async def _notify(job: NotifyColleague) -> None:
    await notices.notify_colleague(toolbox(), job)


async def _canary(job: SendCanary) -> None:
    await providers.send_canary(toolbox(), job)


async def _try(job: TryProvider) -> None:
    await providers.try_one(toolbox(), job)
