"""The addresses of the demo's mailbox."""

from __future__ import annotations

from django.urls import path

from noroshi.web.mailbox import views

urlpatterns = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<int:number>/", views.mail, name="mail"),
    path("mailbox/<int:number>/html", views.html, name="mail_html"),
]
