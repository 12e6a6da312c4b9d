"""What a review made public, and what readers say of it."""

from __future__ import annotations

from registry import models
from registry.admin.table import table

TABLES = (
    table(
        models.PublishedSubmission,
        "Published submissions",
        shown="version submission snapshot independent_referees",
        columns="version submission independent_referees",
        search="version__card__release__public_id",
        submission="submission",
        joins="version__card__release",
    ),
    table(
        models.ReviewFile,
        "Review files",
        shown="version content_hash at",
        columns="version content_hash at",
        search="version__card__release__public_id content_hash",
        dates="at",
        joins="version__card__release",
    ),
    table(
        models.ReviewFileContent,
        "Contents of review files",
        shown="file canonical",
        columns="file",
        search="file__version__card__release__public_id",
        joins="file__version__card__release",
    ),
    table(
        models.VersionVerdict,
        "Verdicts that count for versions",
        shown="id version verdict generation carried_from",
        columns="version verdict generation carried_from",
        search="version__card__release__public_id",
        joins="version__card__release",
    ),
    table(
        models.Notice,
        "Notices",
        shown="id version number kind text reason_class found_by items other signed at",
        columns="version kind reason_class text at",
        named="actor_key",
        search="version__card__release__public_id text",
        filters="kind",
        dates="at",
        joins="version__card__release",
    ),
    table(
        models.ConcernReport,
        "Concerns of readers",
        shown="id public_id version item state at editor acknowledged_at answered_at duplicate_of",
        columns="version item statement state at answered_at",
        people="name contact",
        sealed="statement links outcome",
        never="token",
        search="public_id version__card__release__public_id",
        filters="state",
        dates="at",
        joins="version__card__release",
        title=lambda row: row.public_id,
    ),
)
