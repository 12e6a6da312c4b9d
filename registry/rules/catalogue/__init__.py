"""What the catalogue of models says of one of them, read from its live card."""
