"""From a checked card to grades, credits and its score, claim by claim, with the reasons."""
