"""A small valid card that has one of everything the checks look at."""

from __future__ import annotations

from typing import Any

SOURCE = {
    "title": "Technical report",
    "kind": "lab",
    "url": "https://example.org/report",
    "locator": "p. 4",
}


def small_card() -> dict[str, Any]:
    """A new copy of the card, free to be changed."""
    return {
        "schema_version": "1.0",
        "card_id": "example-lab/model-1",
        "language": "en",
        "model": {"name": "Model 1", "developer": "Example Lab", "type": "reasoning"},
        "prepared_by": {"role": "registry", "name": "Editors", "prepared_on": "2026-11-23"},
        "facts": {"release": {"weights": "open", "api": True}},
        "fact_evidence": [{"fact": "training.has_rl", "set_by": "editor"}],
        "identity": {
            "responsible_party": {
                "status": "disclosed",
                "value": {
                    "legal_name": "Example Lab Ltd",
                    "country": "FR",
                    "website": "https://example.org/",
                },
                "evidence": [dict(SOURCE)],
            },
            "model_version": {
                "status": "disclosed",
                "value": {"version": "January 2025", "release_date": "2025-01-20"},
            },
            "lineage": {
                "status": "disclosed",
                "value": {
                    "trained_from_scratch": False,
                    "derived_from": [{"model": "Base", "relation": "fine_tuning"}],
                },
            },
            "access_and_license": {
                "status": "disclosed",
                "value": {"weights": {"access": "open", "license": "MIT"}},
            },
        },
        "compute": {
            "final_run": {
                "status": "disclosed",
                "value": {
                    "flop": {"value": 3.8e25, "precision": "rounded"},
                    "accelerator_hours": {"low": 140000, "high": 150000},
                    "stages": ["pretraining"],
                    "excluded": ["failed_runs"],
                },
            },
            "duration": {
                "status": "disclosed",
                "value": {"started": "2024-05", "ended": "2024-11-01", "stages": ["pretraining"]},
            },
            "scope": {
                "status": "disclosed",
                "value": {"stages_included": ["pretraining"], "stages_excluded": ["failed_runs"]},
            },
            "estimation_method": {
                "status": "disclosed",
                "value": {"model_flop_utilization": 0.41},
            },
            "generation": {
                "status": "disclosed",
                "value": {"uses": [{"purpose": "rollouts", "included_in": "compute.final_run"}]},
            },
            "energy_and_emissions": {
                "status": "disclosed",
                "value": {"energy_mwh": {"value": 5200}, "stages": ["pretraining"]},
            },
        },
        "hardware": {
            "topology": {"status": "disclosed", "value": {"nodes": 64}},
            "accelerator_count": {
                "status": "disclosed",
                "value": {"segments": [{"count": {"value": 512}, "stages": ["pretraining"]}]},
            },
        },
        "cost": {
            "final_run": {
                "status": "disclosed",
                "value": {
                    "amount": {"amount": 294000, "currency": "USD"},
                    "stages": ["reinforcement_learning"],
                },
            },
        },
        "peer_review": {
            "publication": {
                "status": "disclosed",
                "value": {
                    "status": "published",
                    "doi": "10.1038/s41586-025-09422-z",
                    "received": "2025-02-14",
                    "accepted": "2025-07-17",
                    "published": "2025-09-17",
                },
            },
            "version_match": {
                "status": "disclosed",
                "value": {"relation": "changed", "changes_since": ["safety section"]},
            },
        },
        "data": {
            "acquisition_methods": {
                "status": "disclosed",
                "value": {"methods": [{"method": "web_crawl", "used": True, "share_percent": 80}]},
            },
            "human_created_data": {
                "status": "disclosed",
                "value": {"sources": [{"purpose": "labels", "countries": ["KE"]}]},
            },
            "time_span": {
                "status": "disclosed",
                "value": {"periods": [{"source": "web", "start": "2013", "end": "2022"}]},
            },
        },
        "method": {
            "architecture": {"status": "disclosed", "value": {"type": "mixture_of_experts"}},
        },
        "safety": {"limitations": {"status": "withheld", "withheld_reason": "competition"}},
        "estimates": [
            {
                "claim": "compute.final_run",
                "claimant": "third_party",
                "author": "An institute",
                "field": "flop",
                "quantity": {"value": 3e25},
                "evidence": [dict(SOURCE)],
            }
        ],
    }
