"""Make an S3 target from its settings. Nothing is sent yet.

Ten pages in one bucket share one client: to make one takes a tenth of a second of computing, which
all other targets would wait for.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from noroshi.kernel.errors import Invalid
from noroshi.pages.targets.s3.abreast import ABREAST
from noroshi.pages.targets.s3.store import Store
from noroshi.pages.targets.s3.target import S3Target

_CONNECT_S: Final = 3
_READ_S: Final = 5
_MAKING: Final = threading.Lock()
"""Clients may be used by many threads, but made by one at a time."""


def open_s3(settings: Mapping[str, str]) -> S3Target:
    """The target.

    Raises:
        Invalid: an address or a region that cannot be one.
    """
    try:
        with _MAKING:
            client = _client(
                region=settings["region"],
                endpoint=settings["endpoint"],
                key=settings["access_key_id"],
                secret=settings["secret_access_key"],
            )
    except (BotoCoreError, ValueError) as fault:
        raise Invalid(
            f"This cannot be an S3 target: {fault}",
            way_out="Check the region and the endpoint.",
            field="endpoint" if settings["endpoint"] else "region",
        ) from fault
    prefix = settings["prefix"].strip("/")
    return S3Target(
        Store(client=client, bucket=settings["bucket"], prefix=f"{prefix}/" if prefix else "")
    )


@lru_cache(maxsize=64)
def _client(*, region: str, endpoint: str, key: str, secret: str) -> Any:  # noqa: ANN401 - boto3's clients have no type
    session = boto3.session.Session()
    return session.client(
        "s3",
        region_name=region or session.region_name or "us-east-1",
        endpoint_url=endpoint or None,
        aws_access_key_id=key or None,
        aws_secret_access_key=secret or None,
        config=_config(own_endpoint=bool(endpoint)),
    )


def _config(*, own_endpoint: bool) -> Config:
    return Config(
        connect_timeout=_CONNECT_S,
        read_timeout=_READ_S,
        retries={"total_max_attempts": 2, "mode": "standard"},
        max_pool_connections=4 * ABREAST,  # pages that share the client publish at once
        # Other stores seldom have a host name for each bucket, nor the newer checksums.
        s3={"addressing_style": "path"} if own_endpoint else {},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
