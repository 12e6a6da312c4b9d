"""The nine sections in order, and the paths of their 64 claims."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from registry.rules.card.claim import Section
from registry.rules.card.compute import Compute
from registry.rules.card.cost import Cost
from registry.rules.card.data import Data
from registry.rules.card.evaluation import Evaluation
from registry.rules.card.hardware import Hardware
from registry.rules.card.identity import Identity
from registry.rules.card.method import Method
from registry.rules.card.peer_review import PeerReview
from registry.rules.card.safety import Safety

SECTIONS: Mapping[str, type[Section]] = MappingProxyType(
    {
        "identity": Identity,
        "compute": Compute,
        "hardware": Hardware,
        "cost": Cost,
        "peer_review": PeerReview,
        "data": Data,
        "method": Method,
        "evaluation": Evaluation,
        "safety": Safety,
    }
)

CLAIM_PATHS: tuple[str, ...] = tuple(
    f"{name}.{claim}" for name, section in SECTIONS.items() for claim in section.model_fields
)
