"""Tokens: ``Authorization: Bearer TOKEN``, or Basic with the token as password.

Only the SHA-256 of a token is stored, and looked up: how long that takes says nothing about the
token itself.
"""

from __future__ import annotations

import base64
import binascii

from django.http import HttpRequest
from ninja.security import HttpBasicAuth, HttpBearer

from noroshi.kernel.secret import Secret
from noroshi.storage import accounts

_LONGEST = 200


class Bearer(HttpBearer):
    """The token as it is."""

    def authenticate(self, request: HttpRequest, token: str) -> str | None:  # noqa: ARG002
        """The name of the monitoring system, or None."""
        return _owner(token.strip())


class Basic(HttpBasicAuth):
    """The token as password; the name before it is not looked at."""

    def __call__(self, request: HttpRequest) -> str | None:
        kind, _, encoded = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "basic" or len(encoded) > 4 * _LONGEST:
            return None
        try:
            name, _, token = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return None
        return self.authenticate(request, name, token)

    def authenticate(
        self,
        request: HttpRequest,  # noqa: ARG002
        username: str,  # noqa: ARG002
        password: str,
    ) -> str | None:
        """The name of the monitoring system, or None."""
        return _owner(password)


def owner_of(request: HttpRequest) -> str:
    """Whose token the request came with; the request was let in, so there is one."""
    return str(getattr(request, "auth", ""))


def _owner(token: str) -> str | None:
    if not token or len(token) > _LONGEST or not token.isascii():
        return None
    return accounts.ingest_source(Secret(token))


ANY_TOKEN = [Bearer(), Basic()]
