"""A mail sink in a process of its own: answers as fast as it can, keeps nothing but a count."""

from __future__ import annotations

import asyncio
import sys

_REPLIES = {
    b"EHLO": b"250-sink\r\n250 8BITMIME\r\n",
    b"QUIT": b"221 bye\r\n",
    b"DATA": b"354 go\r\n",
}


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink\r\n")
    try:
        while line := await reader.readline():
            verb = line[:4].upper()
            writer.write(_REPLIES.get(verb, b"250 ok\r\n"))
            if verb == b"DATA":
                await writer.drain()
                await reader.readuntil(b"\r\n.\r\n")
                writer.write(b"250 kept\r\n")
            await writer.drain()
            if verb == b"QUIT":
                break
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    writer.close()


async def _main(port: int) -> None:
    server = await asyncio.start_server(_serve, "127.0.0.1", port, limit=1_000_000)
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1])))
