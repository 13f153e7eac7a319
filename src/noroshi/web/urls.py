"""Every address of the web part. Each view declares who may open it (noroshi.web.access)."""

from __future__ import annotations

from django.urls import include, path

from noroshi.web.views import (
    account,
    audiences,
    audit,
    confirm,
    declare,
    feedback,
    health,
    home,
    join,
    log,
    people,
    plan,
    public,
    set_up,
    switch,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("declare/", declare.declare, name="declare"),
    path("incidents/<int:number>/confirm/", confirm.confirm, name="confirm"),
    path("incidents/<int:number>/dismiss/", confirm.dismiss, name="dismiss"),
    path("plan/", plan.plan, name="plan"),
    path("plan/roles/", plan.roles, name="plan_roles"),
    path("plan/<slug:scenario>/", plan.templates, name="plan_templates"),
    path("audiences/", audiences.audiences, name="audiences"),
    path("people/", people.people, name="people"),
    path("log/", log.log, name="log"),
    path("audit/", audit.audit, name="audit"),
    path("audit/take-over/", audit.take_over, name="take_over"),
    path("language/", switch.language, name="language"),
    path("sign-in/", account.sign_in, name="account_login"),
    path("sign-out/", account.sign_out, name="account_logout"),
    path("password/", account.change_password, name="account_change_password"),
    path("set-up/<str:token>", set_up.set_up, name="set_up"),
    path("join/<str:person>/<str:token>", join.join, name="join"),
    path("confirm/<str:token>", public.confirm, name="confirm_subscription"),
    path("u/<int:subscriber_id>/<str:token>", public.unsubscribe, name="unsubscribe"),
    path("u/<int:subscriber_id>/<str:token>/back", public.come_back, name="come_back"),
    path("", include("noroshi.web.subscriptions.urls")),
    path("", include("noroshi.web.components.urls")),
    path("", include("noroshi.web.subscribers.urls")),
    path("", include("noroshi.web.suppressions.urls")),
    path("feedback/<slug:page>/<str:language>/<int:number>", feedback.affected, name="affected"),
    path(
        "feedback/<slug:page>/<str:language>/<int:number>/<int:message>",
        feedback.clear,
        name="clear",
    ),
    path("healthz", health.healthz, name="healthz"),
    path("", include("noroshi.web.closed.urls")),
    path("", include("noroshi.web.mailbox.urls")),
    path("", include("noroshi.web.maintenance.urls")),
    path("", include("noroshi.web.room.urls")),
    path("", include("noroshi.web.providers.urls")),
]

handler400 = "noroshi.web.boundary.bad_request"
handler403 = "noroshi.web.boundary.forbidden"
handler404 = "noroshi.web.boundary.not_found"
handler500 = "noroshi.web.boundary.broken"
