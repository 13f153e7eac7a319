"""Signatures that Amazon asks for (SigV4), made by Amazon's own library.

Its HTTP client is not used: it would send again on its own after a lost answer, which makes
copies that nobody counts, and it keeps a thread busy for every request.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from importlib import import_module
from typing import Final, Protocol, cast

from noroshi.delivery.contract import DeliveryFailed
from noroshi.domain.delivery import FailureKind
from noroshi.kernel.secret import Secret
from noroshi.net import Body

_SERVICE: Final = "ses"


class Signer:
    """Signs with fixed keys, or with those that the machine's role gives from hour to hour."""

    def __init__(self, *, region: str, key_id: str, secret: Secret) -> None:
        self._region = region
        self._key_id = key_id
        self._secret = secret
        self._library: _Library | None = None
        self._once = threading.Lock()

    async def headers(self, url: str, body: Body) -> Mapping[str, str]:
        """The headers that prove who sends ``body`` to ``url``.

        Raises:
            DeliveryFailed: temporary; the machine has no role.
        """
        library = await self._loaded()
        if library.needs_network():
            return await asyncio.to_thread(library.sign, url, body)
        return library.sign(url, body)

    async def _loaded(self) -> _Library:
        if self._library is not None:
            return self._library
        # Loading takes 0.2 s, and finding a role asks the network.
        return await asyncio.to_thread(self._load)

    def _load(self) -> _Library:
        with self._once:
            library = self._library or _Library(self._region, self._key_id, self._secret)
            self._library = library
            return library


class _Keys(Protocol):
    """Credentials of botocore."""

    def get_frozen_credentials(self) -> object: ...


class _Library:
    """What is used of botocore, which is loaded only where somebody sends through SES."""

    def __init__(self, region: str, key_id: str, secret: Secret) -> None:
        self._auth = import_module("botocore.auth")
        self._requests = import_module("botocore.awsrequest")
        self._region = region
        self._credentials = _fixed(key_id, secret) if key_id else _of_the_machine()

    def needs_network(self) -> bool:
        """Whether the keys have to be fetched anew before the next signature."""
        refresh_needed = getattr(self._credentials, "refresh_needed", None)
        return bool(refresh_needed and refresh_needed())

    def sign(self, url: str, body: Body) -> Mapping[str, str]:
        request = self._requests.AWSRequest(
            method="POST",
            url=url,
            data=body.content,
            headers={"content-type": body.content_type},
        )
        frozen = self._credentials.get_frozen_credentials()
        self._auth.SigV4Auth(frozen, _SERVICE, self._region).add_auth(request)
        return {str(name): str(value) for name, value in request.headers.items()}


def _fixed(key_id: str, secret: Secret) -> _Keys:
    made = import_module("botocore.credentials").Credentials(key_id, secret.reveal())
    return cast("_Keys", made)


def _of_the_machine() -> _Keys:
    found = import_module("botocore.session").get_session().get_credentials()
    if found is None:
        raise DeliveryFailed(
            FailureKind.TEMPORARY, "the machine has no role for Amazon SES", code="credentials"
        )
    return cast("_Keys", found)
