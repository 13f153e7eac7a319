"""What actions are handed, made from the environment. Django must be set up.

Apart from the wiring: most commands need no more, and to import all that a worker can do takes
longer than they do.
"""

from __future__ import annotations

from functools import lru_cache

from noroshi.actions.context import Context
from noroshi.actions.queries import links
from noroshi.domain.provider_account import RELAY, WEBHOOK
from noroshi.host.ballast import room_in
from noroshi.kernel.clock import Clock, OffsetClock, SystemClock
from noroshi.kernel.secret import Secret
from noroshi.settings import ENVIRONMENT, SECRET_KEY


def clock() -> Clock:
    """The clock of this installation: the machine's, or the one that a drill moves."""
    return OffsetClock(ENVIRONMENT.clock_file) if ENVIRONMENT.clock_file else SystemClock()


@lru_cache(maxsize=1)
def context() -> Context:
    """What actions are handed."""
    links.install(ENVIRONMENT.public_url)
    return Context(
        clock=clock(),
        public_url=ENVIRONMENT.public_url,
        page_root=ENVIRONMENT.data_dir / "pages",
        key=Secret(SECRET_KEY),
        sealing_keys=ENVIRONMENT.sealing_keys,
        target_secrets=ENVIRONMENT.target_secrets,
        internal_hosts=ENVIRONMENT.allowed_internal_hosts,
        sms_countries=ENVIRONMENT.sms_countries,
        built_in=frozenset({WEBHOOK, RELAY} if ENVIRONMENT.smtp_host else {WEBHOOK}),
        room=lambda: room_in(ENVIRONMENT.data_dir),
    )
