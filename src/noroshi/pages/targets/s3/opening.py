"""Make an S3 target from its settings. Nothing is sent yet."""

from __future__ import annotations

from collections.abc import Mapping

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from noroshi.kernel.errors import Invalid
from noroshi.pages.targets.s3.store import ABREAST, Store
from noroshi.pages.targets.s3.target import S3Target

_CONNECT_S = 3
_READ_S = 5


def open_s3(settings: Mapping[str, str]) -> S3Target:
    """The target.

    Raises:
        Invalid: an address or a region that cannot be one.
    """
    session = boto3.session.Session(
        aws_access_key_id=settings["access_key_id"] or None,
        aws_secret_access_key=settings["secret_access_key"] or None,
    )
    try:
        client = session.client(
            "s3",
            region_name=settings["region"] or session.region_name or "us-east-1",
            endpoint_url=settings["endpoint"] or None,
            config=_config(own_endpoint=bool(settings["endpoint"])),
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


def _config(*, own_endpoint: bool) -> Config:
    return Config(
        connect_timeout=_CONNECT_S,
        read_timeout=_READ_S,
        retries={"total_max_attempts": 2, "mode": "standard"},
        max_pool_connections=ABREAST,
        # Other stores seldom have a host name for each bucket, nor the newer checksums.
        s3={"addressing_style": "path"} if own_endpoint else {},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
