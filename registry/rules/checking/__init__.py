"""Reading, validating and questioning a card: three layers that end in problems people can act on."""
