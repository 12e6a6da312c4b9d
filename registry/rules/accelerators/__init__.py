"""What the registry knows about accelerators, and which of them a card means."""
