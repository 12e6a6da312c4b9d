"""The rule language of the standard: when an item applies, and how much an answer answers."""
