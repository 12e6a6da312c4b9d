"""Addresses below /submissions/."""

from django.urls import path

from registry.web.drafts import imports, previews, replies, sections, starting, views
from registry.web.reviewed import answers
from registry.web.reviewed import views as reviewed

app_name = "submission"
ONE = "<slug:public_id>"

urlpatterns = [
    path("", views.dashboard, name="list"),
    path("start/", starting.start, name="start"),
    path(f"{ONE}/", views.tasks, name="detail"),
    path(f"{ONE}/check/", views.check, name="check"),
    path(f"{ONE}/preview/", previews.preview, name="preview"),
    path(f"{ONE}/preview/changes/", previews.changes, name="preview_changes"),
    path(f"{ONE}/import/", imports.bring, name="bring"),
    path(f"{ONE}/import/<int:number>/", imports.review, name="import"),
    path(f"{ONE}/history/", views.history, name="history"),
    path(f"{ONE}/discard/", views.discard, name="discard"),
    path(f"{ONE}/return/", views.return_to_draft, name="return"),
    path(f"{ONE}/attest/", views.attest, name="attest"),
    path(f"{ONE}/reply/", replies.reply, name="reply"),
    path(f"{ONE}/submitted/", views.submitted, name="submitted"),
    path(f"{ONE}/fill/<slug:section>/", sections.section, name="section"),
    path(f"{ONE}/review/", reviewed.timeline, name="review"),
    path(f"{ONE}/reports/", reviewed.reports, name="reports"),
    path(f"{ONE}/answers/", answers.answers, name="answers"),
    path(f"{ONE}/resubmit/", reviewed.resubmit, name="resubmit"),
    path(f"{ONE}/proof/", reviewed.proof, name="proof"),
    path(f"{ONE}/withdraw/", reviewed.withdraw, name="withdraw"),
    path(f"{ONE}/appeal/", reviewed.appeal, name="appeal"),
    path(f"{ONE}/again/", reviewed.again, name="again"),
    path(f"{ONE}/correct/", reviewed.correct, name="correct"),
]
