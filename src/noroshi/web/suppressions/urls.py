"""The addresses of the suppression list's screens. None of them holds a subscriber's address."""

from __future__ import annotations

from django.urls import path

from noroshi.web.suppressions import views

urlpatterns = [
    path("suppressions/", views.suppressions, name="suppressions"),
    path("suppressions/<int:entry_id>/lift/", views.lift, name="lift_suppression"),
]
