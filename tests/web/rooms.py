"""What a screen of the room says, read from its HTML."""

from __future__ import annotations

import re

from django.test import Client

HOSTILE = '<script>alert(1)</script>\u202e\x07 & "quotes" \'--'


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content[:2_000]
    return response.content.decode()


def write_column(html: str) -> str:
    return html.split('id="write"')[1].split('<aside class="rail"')[0]


def primary(html: str) -> str:
    return re.findall(r'class="btn btn-primary"[^>]*>([^<]*)<', html)[0].strip()
