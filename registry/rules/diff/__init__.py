"""What changed between two versions of a card, claim by claim and field by field."""
