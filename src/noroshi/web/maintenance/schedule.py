"""Texts with a set time: setting it, and calling it off."""

from __future__ import annotations

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from noroshi.actions.call_off_schedule import call_off_schedule
from noroshi.actions.schedule_message import schedule_message
from noroshi.domain.message import Message, MessageKind
from noroshi.domain.permissions import Deed
from noroshi.storage import messages
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.maintenance import form
from noroshi.web.moments import moment
from noroshi.web.reader import zone
from noroshi.web.services import context


@may(Deed.PUBLISH)
@require_POST
def set_time(request: HttpRequest, message: int) -> HttpResponse:
    """Let it go out by itself, in the zone of the screen."""
    day, clock = (str(request.POST.get(name, "")) for name in ("day", "clock"))
    at = form.moment(day, clock, str(zone()), field="publish_at")
    timed = schedule_message(context(), actor_of(request), message, at=at)
    notices.success(request, _("It goes out by itself: %(at)s.") % {"at": moment(at)})
    return _back(timed)


@may(Deed.PUBLISH)
@require_POST
def call_off(request: HttpRequest, message: int) -> HttpResponse:
    """It waits for a person again."""
    call_off_schedule(context(), actor_of(request), message)
    notices.success(request, _("It does not go out by itself any more."))
    return _back(messages.get(message))


def _back(message: Message) -> HttpResponse:
    screen = "maintenance" if message.kind is MessageKind.NOTICE else "room"
    return redirect(screen, message.incident_number)
