"""Where the training data comes from: the values of DATA-1 to DATA-7."""

from __future__ import annotations

from typing import Annotated, Literal

from registry.rules.card.base import (
    Country,
    Percent,
    Period,
    Quantity,
    Text,
    Url,
)
from registry.rules.card.claim import Value
from registry.rules.card.shape import Many, Maybe, Shape, entry, optional, required


class AcquisitionMethod(Shape):
    method: Literal[
        "public_datasets",
        "web_crawl",
        "licensed",
        "user_data",
        "human_created",
        "synthetic",
        "other",
    ] = required("Acquisition method.", example="web_crawl")
    used: bool = required("Whether it was used.", example=True)
    share_percent: Maybe[Percent] = optional("Rough share of training data by volume.", example=80)


class AcquisitionMethods(Value):
    methods: Many[AcquisitionMethod] = required(
        "One entry per method; answer all seven.", max_length=7
    )


class PublicDataset(Shape):
    name: Text = required("Dataset name.", max_length=200, example="ROOTS")
    version: Maybe[Text] = optional("Version or snapshot date.", max_length=100, example="1.0")
    url: Maybe[Url] = optional("Dataset page.", example="https://huggingface.co/bigscience-data")
    share_percent: Maybe[Percent] = optional("Share of training data by volume.", example=100)
    license: Maybe[Text] = optional("License of the dataset.", max_length=150, example="ODC-By-1.0")


class PublicDatasets(Value):
    datasets: Many[PublicDataset] = required("One entry per dataset.", max_length=200)
    coverage: Maybe[Literal["all", "top_five_by_volume", "partial"]] = optional(
        "How complete the list is.", example="all"
    )


class WebCrawl(Value):
    crawlers: Maybe[Many[Annotated[Text, entry("Common Crawl", max_length=300)]]] = optional(
        "Crawler names or crawl archives.", max_length=50
    )
    period: Maybe[Period] = optional(
        "Period of crawling.", example={"start": "2013", "end": "2022"}
    )
    opt_out_protocol: Maybe[
        Literal["robots_txt", "tdm_reservation", "registry", "retroactive_removal", "none"]
    ] = optional("Opt-out respected.", example="robots_txt")
    main_domains: Maybe[Many[Annotated[Text, entry("wikipedia.org", max_length=253)]]] = optional(
        "Most frequent domains.", max_length=100
    )


class LicensedSource(Shape):
    name: Maybe[Text] = optional("Licensor.", max_length=200, example="Example News Agency")
    sector: Maybe[Text] = optional(
        "Sector, if the name is confidential.", max_length=100, example="news publishing"
    )
    reason_name_withheld: Maybe[Text] = optional(
        "Why the name is not given.", max_length=200, example="contract forbids naming"
    )


class LicensedData(Value):
    sources: Maybe[Many[LicensedSource]] = optional("One entry per source.", max_length=50)
    description: Maybe[Text] = optional(
        "General mention.",
        max_length=500,
        example="Proprietary datasets from third-party providers under agreements.",
    )


class UserData(Value):
    products: Maybe[Many[Annotated[Text, entry("chat application", max_length=300)]]] = optional(
        "Products.", max_length=50
    )
    notice: Maybe[Text] = optional(
        "Notice given to users.",
        max_length=500,
        example="Privacy policy section 2; explicit consent for model development.",
    )
    opt_out: Maybe[Text] = optional(
        "How to opt out.", max_length=500, example="Account settings, data controls"
    )


class HumanWork(Shape):
    purpose: Text = required(
        "What was produced.", max_length=200, example="rewriting of cold-start reasoning traces"
    )
    workforce: Maybe[Text] = optional("Who did it.", max_length=200, example="in-house annotators")
    instructions: Maybe[Text] = optional(
        "Instructions, or where they are published.",
        max_length=500,
        example="safety guidelines, Appendix B",
    )
    pay: Maybe[Text] = optional("Pay.", max_length=150, example="18 USD per hour")
    countries: Maybe[Many[Annotated[Country, entry("CN", "One country.")]]] = optional(
        "Countries of work, ISO 3166-1 alpha-2.", max_length=50
    )
    samples: Maybe[Quantity] = optional(
        "Number of samples.", unit="samples", example={"value": 106_000, "significant_figures": 3}
    )


class HumanCreatedData(Value):
    sources: Many[HumanWork] = required("One entry per source of human work.", max_length=50)


class SyntheticSource(Shape):
    generator: Text = required("Generating model.", max_length=200, example="DeepSeek-R1-Zero")
    purpose: Maybe[Text] = optional(
        "Use of the output.",
        max_length=300,
        example="long chain-of-thought samples for supervised fine-tuning",
    )
    share_percent: Maybe[Percent] = optional("Share of that stage's data.", example=75)
    samples: Maybe[Quantity] = optional(
        "Number of samples.", unit="samples", example={"value": 600_000, "precision": "approximate"}
    )


class SyntheticData(Value):
    sources: Maybe[Many[SyntheticSource]] = optional(
        "One entry per generator and purpose.", max_length=50
    )
    distillation_statement: Maybe[Text] = optional(
        "Whether outputs of third-party models were used on purpose.",
        max_length=1000,
        example="No outputs of third-party models were used deliberately.",
    )
    incidental_content: Maybe[Text] = optional(
        "Model output that is in the data by accident.",
        max_length=1000,
        example="Some web pages contain answers generated by other models.",
    )
