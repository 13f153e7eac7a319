"""Every address of this installation: the screens, and the API beside them."""

from __future__ import annotations

from django.urls import path

from noroshi.api.metrics import metrics
from noroshi.api.urls import urls as api
from noroshi.web import urls as web
from noroshi.web.access import public

urlpatterns = [
    path("api/", api),
    path("metrics", public(metrics), name="metrics"),
    *web.urlpatterns,
]

handler400 = web.handler400
handler403 = web.handler403
handler404 = web.handler404
handler500 = web.handler500
