"""The name of a file by its content."""

from hashlib import file_digest
from pathlib import Path


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits, read piece by piece."""
    with path.open("rb") as source:
        return file_digest(source, "sha256").hexdigest()
