"""What a representative declares when a card is submitted. A new wording is a new version."""

ATTESTATION_VERSION = "1.0"
ATTESTATION = (
    "I represent this lab and may speak for it. To the best of my knowledge the answers in this "
    "card are true, complete within the scope they state, and backed by the sources they name. "
    "Where the lab knows something and does not say it, the card says withheld, not unknown. The "
    "card and its review will be published; what is published is corrected by a new version, never "
    "quietly changed."
)
