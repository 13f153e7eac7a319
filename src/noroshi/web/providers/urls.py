"""The addresses of the accounts' screens."""

from __future__ import annotations

from django.urls import path

from noroshi.web.providers import adding, views

urlpatterns = [
    path("providers/", views.providers, name="providers"),
    path("add-provider/", adding.add, name="add_provider"),
    path("providers/<slug:name>/", views.provider, name="provider"),
    path("providers/<slug:name>/change/", views.change, name="change_provider"),
    path("providers/<slug:name>/switch/", views.switch, name="switch_provider"),
    path("providers/<slug:name>/remove/", views.remove, name="remove_provider"),
    path("providers/<slug:name>/test/", views.test, name="test_provider"),
    path("providers/<slug:name>/outcome/", views.outcome, name="provider_outcome"),
]
