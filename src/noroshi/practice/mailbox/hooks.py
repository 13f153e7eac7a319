"""A receiver of webhooks that checks each signature, as a customer's would."""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
from pathlib import Path

from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

_LARGEST = 64_000
_SECONDS = 10


def new_hook_secret() -> str:
    """A fresh key in the form of Standard Webhooks."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


class HookReceiver:
    """Answers POST requests: 204 for a body whose signature holds, 401 for any other."""

    def __init__(self, directory: Path, secret: str) -> None:
        self._file = directory / "hooks.jsonl"
        self._webhook = Webhook(secret)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection, one request."""
        try:
            status = await asyncio.wait_for(self._status(reader), _SECONDS)
        except (TimeoutError, asyncio.IncompleteReadError, ValueError):
            status = "400 Bad Request"
        writer.write(
            f"HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode()
        )
        await writer.drain()
        writer.close()

    async def _status(self, reader: asyncio.StreamReader) -> str:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")[1:]
        headers = {
            name.strip().lower(): value.strip()
            for name, found, value in (line.partition(":") for line in head)
            if found
        }
        length = min(int(headers.get("content-length", "0")), _LARGEST)
        body = await reader.readexactly(length)
        try:
            self._webhook.verify(body, headers)
        except WebhookVerificationError:
            return "401 Unauthorized"
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"id": headers["webhook-id"]}) + "\n")
        return "204 No Content"


def verified_hooks(directory: Path) -> list[str]:
    """The ids of the webhooks whose signature held, in order."""
    file = directory / "hooks.jsonl"
    if not file.exists():
        return []
    return [json.loads(line)["id"] for line in file.read_text(encoding="utf-8").splitlines()]
