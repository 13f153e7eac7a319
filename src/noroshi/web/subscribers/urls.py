"""The addresses of the subscribers' screens. None of them ever holds a subscriber's address."""

from __future__ import annotations

from django.urls import path

from noroshi.web.subscribers import lists, people, taking_over

urlpatterns = [
    path("subscribers/", people.overview, name="subscribers"),
    path("subscribers/export/", lists.export, name="subscribers_export"),
    path("subscribers/import/", taking_over.take_over, name="subscribers_import"),
    path("subscribers/<int:subscriber_id>/", people.person, name="subscriber"),
    path("subscribers/<int:subscriber_id>/unsubscribe/", people.leave, name="subscriber_leave"),
    path("subscribers/<int:subscriber_id>/erase/", people.erase, name="subscriber_erase"),
]
