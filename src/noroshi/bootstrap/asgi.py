"""The web process: published pages from their files, everything else through Django."""

from __future__ import annotations

import gc
import logging
import threading

import django
from django.core.handlers.asgi import ASGIHandler

django.setup(set_prefix=False)

from noroshi.actions.note_routes import note_routes  # noqa: E402 - models need Django set up
from noroshi.api import services as api  # noqa: E402
from noroshi.api.limit import BodyLimit  # noqa: E402
from noroshi.bootstrap.context import context  # noqa: E402
from noroshi.bootstrap.pages import page_server  # noqa: E402
from noroshi.bootstrap.wiring import receipts_outside  # noqa: E402
from noroshi.linguistics.linguist import warm  # noqa: E402
from noroshi.settings import ENVIRONMENT  # noqa: E402
from noroshi.storage.connections import release  # noqa: E402
from noroshi.storage.outages import OUTAGES  # noqa: E402
from noroshi.web import services as web  # noqa: E402


def _prepare() -> None:
    """Beside the first requests: after an upgrade the file of routes may be missing."""
    try:
        note_routes(context())
    except (*OUTAGES, OSError) as fault:
        logging.getLogger(__name__).warning("The routes of the pages stay as noted: %s", fault)
    finally:
        release()
    warm()
    # What is loaded stays: no collection has to walk through it again while readers wait.
    gc.collect()
    gc.freeze()


web.install(web.Services(context=context(), mailbox_dir=ENVIRONMENT.mailbox_dir))
api.install(
    api.Services(
        context=context(),
        outside=receipts_outside(),
        metrics_token=ENVIRONMENT.metrics_token,
    )
)
gc.freeze()  # until the preparation is over and does it once more
threading.Thread(target=_prepare, name="preparation", daemon=True).start()
application = page_server(
    BodyLimit(ASGIHandler(), prefix="/api/"),
    page_root=context().page_root,
    public_url=context().public_url,
)
