"""What readers see of a card: words and figures, never without their scope."""
