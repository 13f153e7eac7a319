"""The addresses for readers. None of them ever holds a reader's address."""

from __future__ import annotations

from django.urls import path, re_path

from noroshi.web.subscriptions import asking, compatible, managing, worker

urlpatterns = [
    path("subscribe", asking.subscribe, name="subscribe"),
    path("subscribe/code", asking.code, name="subscribe_code"),
    path("push-key", asking.key, name="push_key"),
    path("push-worker.js", worker.script, name="push_worker"),
    path("subscriptions/", managing.manage, name="manage_subscriptions"),
    path("subscriptions/code/", managing.code, name="manage_code"),
    path("subscriptions/export/", managing.export, name="manage_export"),
    path("subscriptions/erase/", managing.erase, name="manage_erase"),
    path("subscriptions/end/", managing.end, name="manage_end"),
    path("subscriptions/<int:subscriber_id>/", managing.change, name="manage_change"),
    path("subscriptions/<int:subscriber_id>/leave/", managing.leave, name="manage_leave"),
    path("subscriptions/<int:subscriber_id>/key/", managing.new_key, name="manage_key"),
    re_path(
        r"^status/api/v2/subscribers(?:\.json)?$",
        compatible.subscribers,
        name="compatible_subscribers",
    ),
    re_path(
        r"^status/api/v2/subscribers/(?P<asking>[\w-]{10,60})(?:\.json)?$",
        compatible.subscriber,
        name="compatible_subscriber",
    ),
    re_path(
        r"^status/api/v2/subscriptions/(?P<asking>[\w-]{10,60})/"
        r"resend_confirmation(?:\.json)?$",
        compatible.resend,
        name="compatible_resend",
    ),
]
