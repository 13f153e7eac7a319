"""Every address of the API, for bootstrap to put below /api/."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError

from noroshi import __version__
from noroshi.api import canaries, guard, receipts, signals, status
from noroshi.kernel.errors import Refusal

_log = logging.getLogger(__name__)

api = NinjaAPI(
    title="Noroshi",
    version=__version__,
    description="Signals in, guardrails for other tools, and the state for monitors.",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/signals", signals.router)
api.add_router("/receipts", receipts.router)
api.add_router("/status", status.router)
api.add_router("/canaries", canaries.router)
api.add_router("/guard", guard.router)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal in the words that every entrance uses."""
    answer = {"why": refusal.why, "way_out": refusal.way_out, "field": refusal.field}
    return api.create_response(request, answer, status=refusal.status)


@api.exception_handler(AuthenticationError)
def stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:  # noqa: ARG001
    """No token, or none that is valid; both look the same."""
    answer = {
        "why": "The token is missing or not valid.",
        "way_out": "Send “Authorization: Bearer TOKEN”; make one with “noroshi token add NAME”.",
        "field": "Authorization",
    }
    response = api.create_response(request, answer, status=401)
    response["WWW-Authenticate"] = 'Bearer realm="noroshi"'
    return response


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001
    """There is nothing at this address."""
    answer = {"why": "There is nothing here.", "way_out": "", "field": ""}
    return api.create_response(request, answer, status=404)


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """A bug or an outage of ours: in the log with everything, to the sender without anything."""
    _log.error("%s failed", request.path, exc_info=error)
    answer = {"why": "Something failed on our side.", "way_out": "Send it again.", "field": ""}
    return api.create_response(request, answer, status=500)


urls = api.urls
"""Patterns, application name and namespace, as Django's ``path`` takes them."""
