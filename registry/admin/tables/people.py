"""Accounts, what people may do, and what they asked for."""

from __future__ import annotations

from registry import models
from registry.admin.table import table

TABLES = (
    table(
        models.User,
        "Accounts",
        shown="id display_name time_zone is_active is_superuser is_staff date_joined closed_at",
        columns="display_name is_active date_joined closed_at",
        people="email",
        # When somebody was here last would tell who answered which invitation.
        never="password last_login",
        search="display_name",
        filters="is_active",
        dates="date_joined",
        title=lambda row: row.display_name or f"account {row.pk}",
    ),
    table(
        models.Actor,
        "Names in the record",
        shown="kind name user",
        columns="name kind user",
        never="key",
        search="name",
        filters="kind",
        title=lambda row: row.name,
        has_pages=False,
    ),
    table(
        models.Role,
        "Roles",
        shown="id user name since",
        columns="user name since",
        search="user__display_name",
        filters="name",
        dates="since",
    ),
    table(
        models.LabMembership,
        "Members of labs",
        shown="id lab user role confirmed_at ended_at",
        columns="lab user role confirmed_at confirmed_by ended_at",
        named="confirmed_by ended_by",
        search="lab__slug user__display_name",
        filters="role",
        dates="confirmed_at",
    ),
    table(
        models.MembershipRequest,
        "Requests to represent a lab",
        shown="id public_id state user asked_at closed_at lab role proof domain code_made_at"
        " checked_at",
        columns="lab user role state asked_at closed_at",
        named="closed_by checked_by",
        people="address",
        sealed="reason note",
        never="token code",
        search="public_id lab__slug domain",
        filters="state role proof",
        dates="asked_at",
        title=lambda row: row.public_id,
    ),
    table(
        models.LabProposal,
        "Proposals of labs",
        shown="id public_id state user asked_at closed_at name country domain role resembles lab",
        columns="name domain state asked_at closed_at",
        named="closed_by",
        sealed="reason why distinct_because",
        never="token",
        search="public_id name domain",
        filters="state",
        dates="asked_at",
        title=lambda row: row.public_id,
    ),
    table(
        models.ApiToken,
        "API tokens",
        shown="id public_id owner name lab actions created_at expires_at last_used_on revoked_at",
        columns="name owner lab created_at expires_at last_used_on revoked_at",
        never="beginning digest",
        search="public_id name",
        dates="created_at",
        title=lambda row: row.public_id,
    ),
    table(
        models.RefereeProfile,
        "Profiles of referees",
        shown="most_open is_available changed_at",
        people="user",
        sealed="affiliation orcid expertise keywords positions linked_domains",
        never="token",
        has_pages=False,
    ),
)
