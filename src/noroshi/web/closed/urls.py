"""The addresses of the pages for one audience. The last one takes every file of the page."""

from __future__ import annotations

from django.urls import path

from noroshi.web.closed import door, feeds, pages, readers

urlpatterns = [
    path("page-readers/", readers.page_readers, name="page_readers"),
    path("page-readers/<slug:key>/invite/", readers.invite, name="invite_reader"),
    path("page-readers/<slug:key>/uninvite/", readers.uninvite, name="uninvite_reader"),
    path("pages/<slug:key>/", pages.show, name="closed_page"),
    path("pages/<slug:key>/enter/", door.enter, name="page_enter"),
    path("pages/<slug:key>/enter/<str:token>", door.open_link, name="page_link"),
    path("pages/<slug:key>/leave/", door.leave, name="page_leave"),
    path("pages/<slug:key>/feeds/", feeds.feeds, name="page_feeds"),
    path("pages/<slug:key>/feeds/<int:number>/end/", feeds.end, name="page_feed_end"),
    path("pages/<slug:key>/feed/<str:token>/<path:file>", pages.feed, name="page_feed"),
    path("pages/<slug:key>/<path:file>", pages.show, name="closed_file"),
]
