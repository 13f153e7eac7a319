"""The web process: published pages from their files, everything else through Django."""

from __future__ import annotations

import threading

import django
from django.core.handlers.asgi import ASGIHandler

django.setup(set_prefix=False)

from noroshi.api import services as api  # noqa: E402 - models need Django set up
from noroshi.api.limit import BodyLimit  # noqa: E402
from noroshi.bootstrap.wiring import context, receipts_outside  # noqa: E402
from noroshi.linguistics.linguist import warm  # noqa: E402
from noroshi.settings import ENVIRONMENT  # noqa: E402
from noroshi.web import services as web  # noqa: E402

web.install(web.Services(context=context(), mailbox_dir=ENVIRONMENT.mailbox_dir))
api.install(
    api.Services(
        context=context(),
        outside=receipts_outside(),
        metrics_token=ENVIRONMENT.metrics_token,
    )
)
threading.Thread(target=warm, name="dictionaries", daemon=True).start()
application = BodyLimit(ASGIHandler(), prefix="/api/")
