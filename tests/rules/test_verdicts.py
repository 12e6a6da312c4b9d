from __future__ import annotations

import pytest

from registry.rules.grading.verdicts import Consensus, combine
from registry.rules.standard import load_standard

FULL, PART, NOT, CONTRA = (
    "supported_full",
    "supported_partial",
    "not_supported",
    "contradicted",
)


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((), Consensus(0, 0, None, disputed=False)),
        ((FULL,), Consensus(1, 1, None, disputed=False)),
        ((CONTRA,), Consensus(1, 0, None, disputed=False)),
        (("cannot_assess", FULL, "outside_my_expertise"), Consensus(1, 1, None, disputed=False)),
        ((FULL, FULL), Consensus(2, 2, FULL, disputed=False)),
        ((FULL, PART), Consensus(2, 2, PART, disputed=False)),
        ((PART, NOT), Consensus(2, 1, NOT, disputed=False)),
        ((FULL, NOT), Consensus(2, 1, NOT, disputed=True)),
        ((NOT, CONTRA), Consensus(2, 0, CONTRA, disputed=True)),
        ((CONTRA, CONTRA), Consensus(2, 0, CONTRA, disputed=False)),
        ((FULL, FULL, PART), Consensus(3, 3, FULL, disputed=False)),
        ((FULL, PART, NOT), Consensus(3, 2, PART, disputed=True)),
        ((FULL, FULL, FULL, CONTRA), Consensus(4, 3, FULL, disputed=True)),
        ((FULL, FULL, PART, PART), Consensus(4, 4, PART, disputed=False)),
    ],
)
def test_combinations(verdicts: tuple[str, ...], expected: Consensus) -> None:
    assert combine(verdicts, load_standard()) == expected
    assert combine(verdicts[::-1], load_standard()) == expected
