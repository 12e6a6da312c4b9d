"""Addresses below /editor/. For whoever is no editor there is nothing here."""

from django.urls import path

from registry.web.editor import (
    acts,
    concerns,
    deciding,
    interests,
    invitations,
    redaction,
    referees,
    submissions,
    triage,
    versions,
    views,
)

app_name = "editor"
urlpatterns = [
    path("", views.index, name="list"),
    path("submissions/", submissions.index, name="submissions"),
    path("submissions/<slug:public_id>/", submissions.detail, name="submission"),
    path("submissions/<slug:public_id>/declare/", submissions.declare, name="declare"),
    path("submissions/<slug:public_id>/triage/", triage.page, name="triage"),
    path("submissions/<slug:public_id>/register/", triage.register, name="register"),
    path("submissions/<slug:public_id>/referees/", referees.page, name="referees"),
    path(
        "submissions/<slug:public_id>/referees/<slug:key>/return/",
        referees.return_report,
        name="return_report",
    ),
    path("submissions/<slug:public_id>/interests/", interests.page, name="interests"),
    path("submissions/<slug:public_id>/appeal/", interests.appeal, name="appeal"),
    path("submissions/<slug:public_id>/decision/", deciding.page, name="decision"),
    path("submissions/<slug:public_id>/redaction/", redaction.page, name="redaction"),
    path("submissions/<slug:public_id>/publication/", deciding.publication, name="publication"),
    path("submissions/<slug:public_id>/review.json", deciding.review_file, name="review_file"),
    # Every other one is an act, by the name of its move.
    path("submissions/<slug:public_id>/<slug:name>/", acts.act, name="act"),
    path("concerns/", concerns.index, name="concerns"),
    path("concerns/<slug:public_id>/", concerns.detail, name="concern"),
    path("motions/<slug:public_id>/", submissions.motion, name="motion"),
    path("versions/", versions.index, name="versions"),
    path("versions/motions/<slug:public_id>/", versions.motion, name="version_motion"),
    path("versions/<part:lab>/<part:model>/<number:number>/", versions.detail, name="version"),
    path(
        "versions/<part:lab>/<part:model>/<number:number>/<slug:name>/",
        versions.act,
        name="version_act",
    ),
    path("requests/<slug:public_id>/", views.request_detail, name="request"),
    path("proposals/<slug:public_id>/", views.proposal_detail, name="proposal"),
    path("invitations/", invitations.index, name="invitations"),
    path("invitations/<slug:slug>/", invitations.detail, name="invitation"),
    path("opened/", submissions.opened, name="opened"),
    path("told/<slug:public_id>/<int:number>/", invitations.told, name="told"),
]
