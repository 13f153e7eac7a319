"""Configuration for web servers and CDNs that shows the error page instead of their own.

The status stays what it was, so that nobody takes the page for the answer; nothing is cached, and
programs are told when to come back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from noroshi.kernel.errors import Invalid
from noroshi.pages.script import NEWEST, integrity
from noroshi.pages.snippets.error_page import FILE, POLICY

RETRY_AFTER: Final = 120
_FOLDER = re.compile(r"(/[A-Za-z0-9][A-Za-z0-9._-]*)+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a snippet is made of. ``folder`` is where the error page lies on the server."""

    page: bytes
    url: str
    folder: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Snippet:
    """Text to paste, and one sentence on where to. ``needs_page``: the error page beside it."""

    text: str
    advice: str
    needs_page: bool = False


def snippet(kind: str, asked: Asked) -> Snippet:
    """The snippet of a kind.

    Raises:
        Invalid: there is no such kind, or the folder is not a plain absolute path.
    """
    if kind not in KINDS:
        raise Invalid(
            f"There is no snippet for “{kind}”.",
            way_out=f"Choose one of: {', '.join(KINDS)}.",
            field="kind",
        )
    if not _FOLDER.fullmatch(asked.folder):
        raise Invalid(
            f"“{asked.folder}” is not a folder that a configuration may name.",
            way_out="Give a full path of letters, digits, dots, hyphens and underscores.",
            field="folder",
        )
    return KINDS[kind](asked)


def _html(asked: Asked) -> Snippet:
    return Snippet(
        text=asked.page.decode(), advice=f"Keep it as {asked.folder}/{FILE} on the web server."
    )


def _nginx(asked: Asked) -> Snippet:
    text = f"""\
# Noroshi: point to the status page while the service does not answer. Inside "server {{ }}".
error_page 502 503 504 /{FILE};
location = /{FILE} {{
    internal;
    root {asked.folder};
    default_type "text/html; charset=utf-8";
    types {{ }}
    add_header Retry-After {RETRY_AFTER} always;
    add_header Cache-Control no-store always;
    add_header Content-Security-Policy "{POLICY}" always;
}}
# Where the service's own error pages shall be replaced as well, in its location:
#     proxy_intercept_errors on;
"""
    return Snippet(text=text, advice=_beside(asked, "nginx -t"), needs_page=True)


def _apache(asked: Asked) -> Snippet:
    text = f"""\
# Noroshi: point to the status page while the service does not answer. Inside "<VirtualHost>",
# before any other ProxyPass. Needs mod_alias and mod_headers.
Alias "/{FILE}" "{asked.folder}/{FILE}"
<IfModule mod_proxy.c>
    ProxyPass "/{FILE}" "!"
</IfModule>
<Directory "{asked.folder}">
    <Files "{FILE}">
        Require all granted
        ForceType "text/html; charset=utf-8"
        Header always set Retry-After "{RETRY_AFTER}"
        Header always set Cache-Control "no-store"
        Header always set Content-Security-Policy "{POLICY}"
    </Files>
</Directory>
ErrorDocument 502 /{FILE}
ErrorDocument 503 /{FILE}
ErrorDocument 504 /{FILE}
# Where the service's own error pages shall be replaced as well:
#     ProxyErrorOverride On 502 503 504
"""
    return Snippet(text=text, advice=_beside(asked, "apachectl configtest"), needs_page=True)


def _caddy(asked: Asked) -> Snippet:
    text = f"""\
# Noroshi: point to the status page while the service does not answer. Inside the site's block.
handle_errors {{
	@down expression `{{err.status_code}} in [502, 503, 504]`
	handle @down {{
		root * {asked.folder}
		rewrite * /{FILE}
		header Retry-After "{RETRY_AFTER}"
		header Cache-Control "no-store"
		header Content-Security-Policy "{POLICY}"
		file_server {{
			status {{err.status_code}}
		}}
	}}
}}
"""
    return Snippet(text=text, advice=_beside(asked, "caddy validate"), needs_page=True)


def _haproxy(asked: Asked) -> Snippet:
    sent = (
        f'content-type "text/html; charset=utf-8" file {asked.folder}/{FILE} '
        f'hdr Retry-After "{RETRY_AFTER}" hdr Cache-Control "no-store" '
        f'hdr Content-Security-Policy "{POLICY}"'
    )
    errors = "\n".join(f"    http-error status {code} {sent}" for code in (502, 503, 504))
    text = f"""\
# Noroshi: point to the status page while the service does not answer. Inside "frontend" or
# "defaults". Needs HAProxy 2.2 or later; HAProxy reads the page when it starts.
{errors}
# Where the service's own error pages shall be replaced as well, once for each status:
#     http-response return status 503 default-errorfiles if {{ status 503 }}
"""
    return Snippet(text=text, advice=_beside(asked, "haproxy -c -f …"), needs_page=True)


def _cloudflare(asked: Asked) -> Snippet:
    page = json.dumps(asked.page.decode(), ensure_ascii=False)
    headers = json.dumps({**_headers(), "Content-Type": "text/html; charset=utf-8"}, indent=2)
    text = f"""\
// Noroshi: point to the status page while the origin does not answer. A Worker on the site's route.
const page = {page};
const headers = {headers};
const down = [502, 503, 504, 520, 521, 522, 523, 524];
export default {{
  async fetch(request) {{
    let status = 503;
    try {{
      const answer = await fetch(request);
      if (!down.includes(answer.status)) return answer;
      status = answer.status;
    }} catch {{}}
    return new Response(page, {{ status, headers }});
  }},
}};
"""
    advice = "Deploy it as a Worker on the route of the site; the error page is inside."
    return Snippet(text=text, advice=advice)


def _cloudfront(asked: Asked) -> Snippet:  # noqa: ARG001 - all kinds are asked alike
    items = [
        {
            "ErrorCode": code,
            "ResponsePagePath": f"/{FILE}",
            "ResponseCode": str(code),
            "ErrorCachingMinTTL": 5,
        }
        for code in (502, 503, 504)
    ]
    told = {"CustomErrorResponses": {"Quantity": len(items), "Items": items}}
    advice = (
        f"Put it into the distribution's configuration, and the error page as /{FILE} into a "
        f"bucket that serves that one path: an origin that is down cannot serve it."
    )
    return Snippet(text=json.dumps(told, indent=2) + "\n", advice=advice, needs_page=True)


def _script(asked: Asked) -> Snippet:
    text = (
        f'<script src="{asked.url.rstrip("/")}/{NEWEST}" integrity="{integrity()}"\n'
        f'  crossorigin="anonymous" charset="utf-8" defer></script>\n'
    )
    advice = "Put it into the head of your web site or product; docs/in-app.md has the rest."
    return Snippet(text=text, advice=advice)


KINDS: Final[Mapping[str, Callable[[Asked], Snippet]]] = {
    "html": _html,
    "nginx": _nginx,
    "apache": _apache,
    "caddy": _caddy,
    "haproxy": _haproxy,
    "cloudflare": _cloudflare,
    "cloudfront": _cloudfront,
    "script": _script,
}


def _headers() -> dict[str, str]:
    return {
        "Retry-After": str(RETRY_AFTER),
        "Cache-Control": "no-store",
        "Content-Security-Policy": POLICY,
    }


def _beside(asked: Asked, check: str) -> str:
    return f"Put “noroshi page snippet html” at {asked.folder}/{FILE}; then check with “{check}”."
