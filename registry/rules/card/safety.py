"""Safety and limits: uses, risks, mitigations, limitations, incidents."""

from __future__ import annotations

from typing import Annotated

from registry.rules.card.base import Text, Url
from registry.rules.card.claim import Claim, Section, Value, claim
from registry.rules.card.shape import Many, Maybe, Shape, entry, optional, required


class IntendedUses(Value):
    intended: Maybe[
        Many[Annotated[Text, entry("research on language generation", max_length=300)]]
    ] = optional("Intended uses.", max_length=50)
    excluded: Maybe[
        Many[
            Annotated[
                Text, entry("decisions with material consequences for a person", max_length=300)
            ]
        ]
    ] = optional("Excluded uses.", max_length=50)


class RiskEvaluation(Shape):
    risk: Text = required("Risk.", max_length=200, example="jailbreak")
    method: Maybe[Text] = optional("Method.", max_length=500, example="2,232 jailbreak templates")
    result: Maybe[Text] = optional(
        "Result.",
        max_length=500,
        example="Moderate inherent safety, comparable to GPT-4o (2024-05-13)",
    )
    url: Maybe[Url] = optional("Report.", example="https://doi.org/10.1038/s41586-025-09422-z")


class RiskEvaluations(Value):
    risk_taxonomy: Maybe[Many[Annotated[Text, entry("jailbreak", max_length=300)]]] = optional(
        "Risk categories.", max_length=50
    )
    evaluations: Maybe[Many[RiskEvaluation]] = optional("One entry per evaluation.", max_length=100)
    adaptive_attacks: Maybe[Text] = optional(
        "Tests with adaptive attackers or fine-tuned weights.",
        max_length=1000,
        example="Automated attack search with 100 attempts per item.",
    )


class Mitigation(Shape):
    name: Text = required("Mitigation.", max_length=200, example="external risk control system")
    measured_effect: Maybe[Text] = optional(
        "Measured effect.", max_length=500, example="unsafe rate under jailbreak falls by half"
    )
    shipped_with_weights: Maybe[bool] = optional(
        "Whether users of the weights get it.", example=False
    )


class Mitigations(Value):
    mitigations: Many[Mitigation] = required("One entry per mitigation.", max_length=50)


class Limitation(Shape):
    description: Text = required("Failure mode.", max_length=500, example="language mixing")
    conditions: Maybe[Text] = optional(
        "When it occurs.",
        max_length=500,
        example="queries in languages other than Chinese and English",
    )


class Limitations(Value):
    limitations: Many[Limitation] = required("One entry per limitation.", max_length=50)


class IncidentReporting(Value):
    channel: Maybe[Text] = optional(
        "Reporting channel.", max_length=300, example="security@deepseek.com"
    )
    response_time_days: Maybe[float] = optional(
        "Promised time to first answer.", unit="days", ge=0, le=3650, example=7
    )
    change_log_url: Maybe[Url] = optional(
        "Public change log.", example="https://api-docs.deepseek.com/updates"
    )


class Safety(Section):
    intended_uses: Maybe[Claim[IntendedUses]] = claim("SAFE-1", "Intended and excluded uses.")
    risk_evaluations: Maybe[Claim[RiskEvaluations]] = claim(
        "SAFE-2",
        "Which risks were tested, how, with what result, including adaptive attacks or weight "
        "tampering.",
    )
    mitigations: Maybe[Claim[Mitigations]] = claim(
        "SAFE-3", "Mitigations, their measured effect, and whether they ship with the weights."
    )
    limitations: Maybe[Claim[Limitations]] = claim(
        "SAFE-4", "Known failure modes, each with its conditions."
    )
    incident_reporting: Maybe[Claim[IncidentReporting]] = claim(
        "SAFE-5",
        "How to report incidents, how fast the developer answers, and where changes are logged.",
    )
