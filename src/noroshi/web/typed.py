"""What people typed into forms: read carefully, given back as it was."""

from __future__ import annotations

from django.http import HttpRequest

from noroshi.kernel.errors import Invalid


def one_line(request: HttpRequest, name: str, *, longest: int = 200) -> str:
    """A line of plain text, without space around it; "" when it was left out.

    Raises:
        Invalid: it is too long, or has characters that cannot be shown.
    """
    text = str(request.POST.get(name, "")).strip()
    if len(text) > longest:
        raise Invalid("This is too long.", way_out="Say it in fewer words.", field=name)
    if not text.isprintable():
        raise Invalid(
            "This has a line break or a character that cannot be shown.",
            way_out="Type it again instead of pasting it.",
            field=name,
        )
    return text


def whole_number(request: HttpRequest, name: str) -> int | None:
    """A small whole number; None when it was left out.

    Raises:
        Invalid: it is none.
    """
    text = str(request.POST.get(name, "")).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise Invalid("This is not a number.", field=name)
    return int(text)
