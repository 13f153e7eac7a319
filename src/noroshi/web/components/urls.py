"""The addresses of the components' screens."""

from __future__ import annotations

from django.urls import path

from noroshi.web.components import views

urlpatterns = [
    path("components/", views.components, name="components"),
    path("components/<slug:key>/", views.component, name="component"),
    path("components/<slug:key>/set/", views.set_state, name="set_component"),
    path("components/holds/<int:hold_id>/accept/", views.accept, name="accept_hold"),
    path("components/holds/<int:hold_id>/dismiss/", views.dismiss, name="dismiss_hold"),
]
