"""Addresses below /referee/. Each is of one assignment, and there for nobody but its referee."""

from django.urls import path

from registry.web.referee import invitations, profile, work

app_name = "referee"
ONE = "<slug:public_id>"

urlpatterns = [
    path("", invitations.index, name="list"),
    path("profile/", profile.profile, name="profile"),
    path(f"{ONE}/", invitations.invitation, name="invitation"),
    path(f"{ONE}/report/", work.report, name="report"),
    path(f"{ONE}/summary/", work.summary, name="summary"),
    path(f"{ONE}/signing/", work.signing, name="signing"),
    path(f"{ONE}/leave/", invitations.leave, name="leave"),
]
