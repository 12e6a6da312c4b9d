"""What the evidence checker looks at and what it makes of it: pure, without a connection."""
