"""The addresses of planned work, of set times, and of incidents entered afterwards."""

from __future__ import annotations

from django.urls import path

from noroshi.web.maintenance import moves, pages, past, schedule, text

urlpatterns = [
    path("maintenance/", pages.works, name="maintenance_list"),
    path("maintenance/new/", pages.new, name="new_maintenance"),
    path("maintenance/<int:number>/", pages.work, name="maintenance"),
    path("maintenance/<int:number>/change/", pages.change, name="change_maintenance"),
    path("maintenance/<int:number>/texts/<int:text>/", text.edit, name="notice_text"),
    path("maintenance/<int:number>/approve/", moves.approve, name="approve_notices"),
    path("maintenance/<int:number>/<slug:move>/", moves.move, name="move_maintenance"),
    path("messages/<int:message>/schedule/", schedule.set_time, name="schedule_message"),
    path("messages/<int:message>/call-off/", schedule.call_off, name="call_off_schedule"),
    path("past/new/", past.enter, name="enter_past"),
    path("past/<int:number>/", past.show, name="past_incident"),
    path("past/<int:number>/<slug:move>/", past.move, name="move_past"),
]
