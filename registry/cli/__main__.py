"""``python -m registry.cli``: check a card, verify a downloaded ranking.

Exit codes: 0 nothing found, 1 problems or differences found, 2 the call is wrong or a file cannot
be read.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from registry.cli.dataset import read_dataset
from registry.rules.checking.check import check_card
from registry.rules.checking.reading import format_of
from registry.rules.plausibility.problems import TOLD, result_line
from registry.rules.problems import compiler_line
from registry.rules.validation import validate_card, validation_to_data
from registry.rules.verification import NotADatasetError, verify

EXAMPLES = """examples:
  python -m registry.cli check my-card.json
  python -m registry.cli check --json my-card.yaml
  python -m registry.cli verify_ranking out/
"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m registry.cli",
        description="Check model cards and published rankings without a database.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    check = verbs.add_parser(
        "check",
        help="check card files (JSON or YAML)",
        description="Check card files (JSON or YAML): their form, and whether their figures fit. "
        "Figures of base models are known only where the card itself gives them.",
    )
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.add_argument(
        "--json",
        action="store_true",
        help="print one JSON object a file: problems, plausibility and a preview of the score, "
        "as POST /api/v1/validate answers, without what other cards say",
    )
    ranking = verbs.add_parser(
        "verify_ranking", help="recompute a ranking from its download and compare"
    )
    ranking.add_argument("folder", type=Path, metavar="DIR")
    options = parser.parse_args(arguments)
    try:
        if options.verb == "check":
            return check_files(options.files, as_json=options.json)
        return verify_folder(options.folder)
    except (OSError, NotADatasetError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2


def check_files(files: Sequence[Path], *, as_json: bool) -> int:
    """Tell of every file; return 1 if any has an error, 2 if one cannot be opened."""
    return max(check_file(path, as_json=as_json) for path in files)


def check_file(path: Path, *, as_json: bool) -> int:
    """Print problems and doubts like a compiler, or everything as one line of JSON."""
    try:
        data = path.read_bytes()
    except OSError as error:
        print(f"{path}: error: {error.strerror}", file=sys.stderr)
        return 2
    checked = check_card(data, format_of(path.name))
    validation = validate_card(checked, today=datetime.now(UTC).date())
    if as_json:
        print(json.dumps({"file": str(path), **validation_to_data(validation)}, ensure_ascii=False))
        return int(not validation.is_valid)
    for problem in checked.problems:
        print(compiler_line(str(path), problem), file=sys.stderr)
    for result in validation.plausibility:
        if result.severity in TOLD:
            print(result_line(str(path), result, checked.source_map), file=sys.stderr)
    if not validation.is_valid:
        return 1
    print(f"{path}: valid")
    return 0


def verify_folder(folder: Path) -> int:
    """Recompute the ranking of a download; return 1 if anything differs."""
    result = verify(read_dataset(folder))
    for difference in result.report():
        print(difference, file=sys.stderr)
    print(result.summary)
    return int(bool(result.differences))


if __name__ == "__main__":
    sys.exit(main())
