"""The page that a web server shows when the service behind it does not answer.

It is one file with no script and nothing from elsewhere, since it is shown when nothing works. It
says so in every language that we have words for, because the server does not know the reader.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from noroshi.pages.address import web_address

FILE: Final = "noroshi-error.html"

_STYLE: Final = (
    "body{margin:0;min-height:100vh;display:grid;place-content:center;background:#f8f7f3;"
    'color:#1b1a18;font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",'
    '"Hiragino Sans","Noto Sans JP","Noto Sans CJK JP","Yu Gothic UI",Meiryo,sans-serif}'
    "main{max-width:36rem;padding:32px 24px}section+section{margin-top:32px;padding-top:32px;"
    "border-top:1px solid #dcd8ce}h1,h2{margin:0;font-size:22px;line-height:1.3}p{margin:12px 0 0}"
    "a{color:#2a4f90;display:inline-block;padding:8px 0;overflow-wrap:anywhere}"
    "@media(prefers-color-scheme:dark){body{background:#151412;color:#f0ede6}a{color:#9dbcf3}"
    "section+section{border-color:#34312d}}"
)
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
)

_WORDS: Final = {
    "en": (
        "{company} cannot be reached right now. We are sorry.",
        "Our status page says what is happening and when we will write again:",
    ),
    "ja": (
        "現在、{company}をご利用いただけません。ご不便をおかけし、申し訳ございません。",
        "状況と次回のお知らせの予定時刻は、サービス稼働状況のページに掲載しています。",
    ),
}


def error_page(company: str, url: str, languages: Sequence[str] = ("en", "ja")) -> bytes:
    """The page of ``company`` that points to its status page at ``url``, first language first.

    Raises:
        Invalid: ``url`` is not a web address.
    """
    address = web_address(url, field="url")
    spoken = [code for code in languages if code in _WORDS] or ["en"]
    parts = Markup("\n").join(
        _section(code, company, address, first=at == 0) for at, code in enumerate(spoken)
    )
    return str(
        _PAGE.format(
            language=spoken[0],
            company=company,
            policy=POLICY,
            style=Markup(_STYLE),  # noqa: S704 - our own
            parts=parts,
        )
    ).encode()


_PAGE: Final = Markup(
    '<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    '<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="color-scheme" content="light dark">\n<meta name="robots" content="noindex">\n'
    "<title>{company}</title>\n<style>{style}</style>\n</head>\n"
    "<body>\n<main>\n{parts}\n</main>\n</body>\n</html>\n"
)
_SECTION: Final = Markup(
    '<section lang="{code}">\n<{level}>{sorry}</{level}>\n<p>{where}<br><a href="{url}">{url}</a>'
    "</p>\n</section>"
)


def _section(code: str, company: str, url: str, *, first: bool) -> Markup:
    sorry, where = _WORDS[code]
    return _SECTION.format(
        code=code,
        level="h1" if first else "h2",
        sorry=sorry.format(company=company),
        where=where,
        url=url,
    )
