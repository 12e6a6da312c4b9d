"""Data methods: which data the model was trained on, whose it is, and what was done to it."""

from __future__ import annotations

from typing import Literal

from registry.rules.card.base import (
    Date,
    DescribedStage,
    Modality,
    Percent,
    Quantity,
    Text,
    Url,
)
from registry.rules.card.claim import Claim, Section, Value, claim
from registry.rules.card.data_sources import (
    AcquisitionMethods,
    HumanCreatedData,
    LicensedData,
    PublicDatasets,
    SyntheticData,
    UserData,
    WebCrawl,
)
from registry.rules.card.shape import Many, Maybe, Shape, optional, required


class SizeEntry(Shape):
    modality: Maybe[Modality] = optional("Modality.", example="text")
    stage: Maybe[DescribedStage] = None
    amount: Quantity = required(
        "Amount in the stated unit.",
        unit="see unit",
        example={"value": 14.8e12, "significant_figures": 3},
    )
    unit: Literal["tokens", "bytes", "samples", "images", "hours", "documents"] = required(
        "Unit of the amount.", example="tokens"
    )
    counting: Maybe[Literal["unique", "seen"]] = optional(
        "unique = each item once; seen = unique x epochs.", example="seen"
    )


class DataSize(Value):
    entries: Maybe[Many[SizeEntry]] = optional("One entry per modality and stage.", max_length=50)
    total: Maybe[Text] = optional(
        "Total, if no breakdown.", max_length=200, example="about 15 trillion tokens"
    )


class LanguageShare(Shape):
    name: Text = required("Language, BCP 47 tag preferred.", max_length=60, example="en")
    share_percent: Maybe[Percent] = optional("Share of text.", example=30)


class DomainShare(Shape):
    name: Text = required("Domain.", max_length=100, example="code")
    share_percent: Maybe[Percent] = optional("Share of data.", example=11)


class DataComposition(Value):
    languages: Maybe[Many[LanguageShare]] = optional("One entry per language.", max_length=300)
    domains: Maybe[Many[DomainShare]] = optional("One entry per domain.", max_length=200)
    labeling_method: Maybe[Text] = optional(
        "How languages and domains were determined.",
        max_length=300,
        example="fastText language identification",
    )


class SourcePeriod(Shape):
    source: Text = required("Source.", max_length=200, example="web crawl")
    start: Maybe[Date] = optional("Start.", example="2013")
    end: Maybe[Date] = optional("End.", example="2022")


class DataTimeSpan(Value):
    cutoff: Maybe[Date] = optional("Latest date of training data.", example="2024-07")
    periods: Maybe[Many[SourcePeriod]] = optional("One entry per main source.", max_length=50)


class ProcessingStep(Shape):
    name: Text = required("Step.", max_length=150, example="deduplication")
    purpose: Maybe[Text] = optional("Why.", max_length=300, example="remove near-duplicates")
    technique: Maybe[Text] = optional(
        "How.", max_length=300, example="MinHash with 5-gram shingles"
    )
    share_removed_percent: Maybe[Percent] = optional("Share removed.", example=12)
    amount_removed: Maybe[Text] = optional(
        "Absolute amount removed, if no share.", max_length=200, example="about six million texts"
    )


class DataProcessing(Value):
    steps: Many[ProcessingStep] = required("Steps in order.", max_length=50)


class RightsAndPrivacy(Value):
    copyright_position: Maybe[Text] = optional(
        "Position on copyrighted material.",
        max_length=1000,
        example="Only data with redistribution permission.",
    )
    personal_data_handling: Maybe[Text] = optional(
        "How personal data is found and treated.",
        max_length=1000,
        example="Filters remove card numbers and identifiers.",
    )
    deletion_route: Maybe[Text] = optional(
        "How a person can ask for deletion.", max_length=500, example="privacy@example.org"
    )


class DataComponent(Shape):
    name: Text = required("Component.", max_length=200, example="ROOTS corpus")
    access: Literal[
        "released", "sample_released", "inspection_on_request", "documented_only", "none"
    ] = required("Access.", example="released")
    url: Maybe[Url] = optional("Route.", example="https://huggingface.co/bigscience-data")
    reason: Maybe[Text] = optional(
        "Reason if not available.", max_length=300, example="contains licensed text"
    )


class DataAvailability(Value):
    components: Maybe[Many[DataComponent]] = optional("One entry per component.", max_length=50)
    statement: Maybe[Text] = optional(
        "General statement.", max_length=1000, example="Data are available on reasonable request."
    )


class Data(Section):
    acquisition_methods: Maybe[Claim[AcquisitionMethods]] = claim(
        "DATA-1",
        "Which of seven acquisition methods were used, and roughly how much each contributes.",
    )
    public_datasets: Maybe[Claim[PublicDatasets]] = claim(
        "DATA-2", "Which public datasets, in which version."
    )
    web_crawl: Maybe[Claim[WebCrawl]] = claim("DATA-3", "How the web was crawled.")
    licensed_data: Maybe[Claim[LicensedData]] = claim(
        "DATA-4", "From whom data was licensed or bought."
    )
    user_data: Maybe[Claim[UserData]] = claim(
        "DATA-5", "Which products supplied user data, what notice users got, and how they opt out."
    )
    human_created_data: Maybe[Claim[HumanCreatedData]] = claim(
        "DATA-6", "Who created or labeled data, under what instructions and pay."
    )
    synthetic_data: Maybe[Claim[SyntheticData]] = claim(
        "DATA-7",
        "Which models produced training data, for what, how much; any deliberate distillation of "
        "third-party models; incidental model output in web data.",
    )
    size: Maybe[Claim[DataSize]] = claim("DATA-8", "How much data, per modality and stage.")
    composition: Maybe[Claim[DataComposition]] = claim(
        "DATA-9", "Languages and domains, with shares."
    )
    time_span: Maybe[Claim[DataTimeSpan]] = claim(
        "DATA-10", "Collection period of the main sources and the knowledge cutoff."
    )
    processing: Maybe[Claim[DataProcessing]] = claim(
        "DATA-11", "Each processing step: purpose, technique, effect."
    )
    rights_and_privacy: Maybe[Claim[RightsAndPrivacy]] = claim(
        "DATA-12", "Copyright position, treatment of personal data, route to deletion."
    )
    availability: Maybe[Claim[DataAvailability]] = claim(
        "DATA-13", "Whether outsiders can obtain or inspect the data, per component."
    )
