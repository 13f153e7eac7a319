"""One published file as it is sent: plain and compressed, with all its headers made once."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass

from noroshi.pages.serve.kinds import Kind, kind_of
from noroshi.pages.serve.policy import NOTHING, policy_of

Headers = tuple[tuple[bytes, bytes], ...]

_WORTH_PACKING = 256
_LEVEL = 6

SHARED: Headers = ((b"access-control-allow-origin", b"*"),)


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """One way to send a file. ``unchanged`` are the headers of a 304 answer (RFC 9110, 15.4.5)."""

    content: bytes
    etag: bytes
    headers: Headers
    unchanged: Headers


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A published file. ``packed`` is None where compression gains nothing."""

    path: str
    plain: Form
    packed: Form | None
    size: int

    def form(self, *, packed: bool) -> Form:
        """The form to send to a reader who does or does not accept gzip."""
        return self.packed if packed and self.packed else self.plain


def document(path: str, content: bytes, *, secure: bool, by_language: bool = False) -> Document:
    """The file at ``path``.

    ``secure``: the page is reached over TLS, so browsers should insist on it. ``by_language``:
    the same address leads some readers elsewhere.
    """
    kind = kind_of(path)
    smaller = _packed(content) if kind.packed else None
    common = _common(kind, content, secure=secure)
    vary = [b"Accept-Encoding"] if smaller else []
    vary += [b"Accept-Language"] if by_language else []
    tag = hashlib.sha256(content).hexdigest()[:32].encode()
    return Document(
        path=path,
        plain=_form(content, tag, common, vary),
        packed=_form(smaller, tag + b"-gz", common, vary, packed=True) if smaller else None,
        size=len(content) + len(smaller or b""),
    )


def _form(
    content: bytes, tag: bytes, common: Headers, vary: list[bytes], *, packed: bool = False
) -> Form:
    etag = b'"' + tag + b'"'
    lasting = [*common, (b"etag", etag)]
    if vary:
        lasting.append((b"vary", b", ".join(vary)))
    body = [(b"content-length", b"%d" % len(content))]
    if packed:
        body.append((b"content-encoding", b"gzip"))
    return Form(
        content=content,
        etag=etag,
        headers=(*lasting, *body),
        unchanged=tuple(pair for pair in lasting if pair[0] != b"content-type"),
    )


def _common(kind: Kind, content: bytes, *, secure: bool) -> Headers:
    page = kind.content_type.startswith("text/html")
    policy = policy_of(content) if page else NOTHING
    return (
        (b"content-type", kind.content_type.encode()),
        (b"cache-control", kind.cache.encode()),
        (b"content-security-policy", policy.encode()),
        *guards(secure=secure, shared=kind.shared),
        *(SHARED if kind.shared else ()),
    )


def guards(*, secure: bool, shared: bool) -> Headers:
    """Headers that every answer has, whatever it says."""
    reach = b"cross-origin" if shared else b"same-origin"
    strict = ((b"strict-transport-security", b"max-age=31536000"),) if secure else ()
    return (
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-resource-policy", reach),
        *strict,
    )


def _packed(content: bytes) -> bytes | None:
    if len(content) < _WORTH_PACKING:
        return None
    smaller = gzip.compress(content, _LEVEL, mtime=0)
    return smaller if len(smaller) < len(content) else None
