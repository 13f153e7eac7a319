"""Another language for the screens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from noroshi.domain.language import LANGUAGE_NAMES
from noroshi.kernel.errors import Invalid
from noroshi.storage import accounts
from noroshi.web.access import public
from noroshi.web.accounts import remember_language, safe_next
from noroshi.web.actors import member_or_none


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language, in the account and on the device, and go back."""
    wanted = str(request.POST.get("language", ""))
    if wanted not in LANGUAGE_NAMES:
        raise Invalid("This language is not known.", field="language")
    member = member_or_none(request)
    if member:
        accounts.set_language(member.user_id, wanted)
    answer = HttpResponseRedirect(safe_next(request))
    remember_language(answer, wanted)
    return answer
