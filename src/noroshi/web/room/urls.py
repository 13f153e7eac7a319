"""The addresses of the incident room, approvals, the final report and the review."""

from __future__ import annotations

from django.urls import path

from noroshi.web.room import (
    check,
    commitments,
    correct,
    delivery,
    desk,
    dry_run,
    facts,
    heard,
    lists,
    moves,
    override,
    page,
    person,
    posted,
    report,
    reviews,
    scope,
    stream,
    write,
)

urlpatterns = [
    path("live/", stream.live, name="live"),
    path("incidents/<int:number>/", page.room, name="room"),
    path("incidents/<int:number>/scope/", scope.edit, name="edit_incident"),
    path("incidents/<int:number>/facts/<slug:question>/", facts.answer, name="answer_fact"),
    path("incidents/<int:number>/update/", moves.start, name="start_update"),
    path("incidents/<int:number>/log/", lists.log, name="incident_log"),
    path("incidents/<int:number>/deliveries/<int:dispatch>/", delivery.delivery, name="delivery"),
    path(
        "incidents/<int:number>/deliveries/<int:dispatch>/pause/",
        delivery.pause,
        name="pause_delivery",
    ),
    path(
        "incidents/<int:number>/deliveries/<int:dispatch>/resume/",
        delivery.resume,
        name="resume_delivery",
    ),
    path(
        "incidents/<int:number>/deliveries/<int:dispatch>/stop/",
        delivery.stop,
        name="stop_delivery",
    ),
    path(
        "incidents/<int:number>/deliveries/<int:dispatch>/people/",
        delivery.people,
        name="delivery_people",
    ),
    path("incidents/<int:number>/person/", person.person, name="person_ledger"),
    path("incidents/<int:number>/report/", report.report, name="report"),
    path("incidents/<int:number>/report/draft/", report.draft, name="draft_report"),
    path("incidents/<int:number>/commitments/", commitments.commitments, name="commitments"),
    path(
        "incidents/<int:number>/commitments/<int:commitment>/",
        commitments.change,
        name="change_commitment",
    ),
    path(
        "incidents/<int:number>/readers/<int:feedback>/erase/", heard.erase, name="erase_feedback"
    ),
    path("incidents/<int:number>/reach/", dry_run.dry_run, name="dry_run"),
    path("texts/<int:text>/", write.save, name="text"),
    path("texts/<int:text>/check/", check.check, name="check"),
    path("texts/<int:text>/mend/", write.mend, name="mend"),
    path("texts/<int:text>/posted/", posted.posted, name="posted"),
    path("texts/<int:text>/override/", override.override, name="override"),
    path(
        "texts/<int:text>/override/<int:override>/take-back/",
        override.withdraw,
        name="withdraw_override",
    ),
    path("texts/<int:text>/as-sent/", lists.as_sent, name="as_sent"),
    path("texts/<int:text>/readers/", lists.readers, name="readers"),
    path("messages/<int:message>/ask/", moves.ask, name="ask"),
    path("messages/<int:message>/publish/", moves.publish, name="publish"),
    path("messages/<int:message>/take-back/", moves.back, name="take_back"),
    path("messages/<int:message>/correct/", correct.correct, name="correct"),
    path("messages/<int:message>/withdraw/", moves.withdraw, name="withdraw"),
    path("approvals/", desk.desk, name="approvals"),
    path("approvals/<int:text>/", desk.decide, name="approve"),
    path("approvals/<int:text>/reject/", desk.reject, name="reject"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<int:number>/", reviews.review, name="review"),
    path("reviews/<int:number>/review.json", reviews.as_json, name="review_json"),
]
