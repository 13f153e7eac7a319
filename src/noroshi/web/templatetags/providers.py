"""Tags of the accounts' screens. Load them with ``{% load providers %}``."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from noroshi.web.templatetags.noroshi import shape
from noroshi.web.words import Sign

register = template.Library()


@register.simple_tag
def sign(given: Sign) -> SafeString:
    """Shape and word of an account's state."""
    return format_html(
        '<span class="state {}">{}{}</span>', given.tone, shape(given.shape), given.word
    )


@register.simple_tag
def share_bar(share: int, weight: int) -> SafeString:
    """The present share as a bar, with a mark where the weight is; the words beside it say both."""
    return format_html(
        '<svg class="share" aria-hidden="true"><rect class="bg" y="5" width="100%" height="6"/>'
        '<rect class="fg" y="5" width="{}%" height="6"/>'
        '<line class="mark" x1="{}%" x2="{}%" y1="0" y2="16"/></svg>',
        share,
        weight,
        weight,
    )
