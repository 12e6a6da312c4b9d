"""The addresses of version 1."""

from django.urls import path

from registry.api.v1 import (
    accelerators,
    card_diffs,
    catalogue,
    changes,
    claims,
    documents,
    gradings,
    index,
    labs,
    models,
    openapi_file,
    ranking_diffs,
    rankings,
    sources,
    validate,
    versions,
    vocabularies,
)

MODEL = "models/<part:lab>/<part:model>"

v1_urls = [
    path("", index.Index.as_view(), name="index"),
    path(MODEL, models.Card.as_view(), name="card"),
    path(f"{MODEL}/versions/<number:number>", models.Version.as_view(), name="version"),
    path(f"{MODEL}/versions", versions.Versions.as_view(), name="versions"),
    path(f"{MODEL}/diff", card_diffs.CardDiff.as_view(), name="card-diff"),
    path(f"{MODEL}/grading", gradings.GradingInForce.as_view(), name="grading"),
    path(f"{MODEL}/sources", sources.Sources.as_view(), name="sources"),
    path(f"{MODEL}/release", catalogue.OneRelease.as_view(), name="release"),
    path(f"{MODEL}/claims", claims.ModelClaims.as_view(), name="model-claims"),
    path(f"{MODEL}/claims/<str:item>", claims.ModelClaim.as_view(), name="claim"),
    path("claims", claims.Claims.as_view(), name="claims"),
    path("claims.csv", claims.ClaimsAsCsv.as_view(), name="claims-csv"),
    path("models", catalogue.Models.as_view(), name="models"),
    path("validate", validate.Validate.as_view(), name="validate"),
    path("labs", labs.Labs.as_view(), name="labs"),
    path("labs/<part:lab>", labs.OneLab.as_view(), name="lab"),
    path("labs/<part:lab>/models", catalogue.LabModels.as_view(), name="lab-models"),
    path("rankings", rankings.Rankings.as_view(), name="rankings"),
    path("rankings/current", rankings.CurrentRanking.as_view(), name="current-ranking"),
    path("rankings/diff", ranking_diffs.RankingDiff.as_view(), name="ranking-diff"),
    path("rankings/<number:number>", rankings.OneRanking.as_view(), name="ranking"),
    path("changes", changes.Changes.as_view(), name="changes"),
    path("schemas", documents.Schemas.as_view(), name="schemas"),
    path("schemas/card/<str:version>.json", documents.CardSchema.as_view(), name="schema"),
    path("standards", documents.Standards.as_view(), name="standards"),
    path("standards/<str:version>", documents.OneStandard.as_view(), name="standard"),
    path("vocabularies", vocabularies.Vocabularies.as_view(), name="vocabularies"),
    path("vocabularies/<str:name>", vocabularies.OneVocabulary.as_view(), name="vocabulary"),
    path("openapi.json", openapi_file.OpenApi.as_view(), name="openapi"),
    path("accelerators", accelerators.Accelerators.as_view(), name="accelerators"),
    path("accelerators/<part:slug>", accelerators.OneAccelerator.as_view(), name="accelerator"),
]
