"""Claims of many cards as flat rows: one question, every model's answer, for programs."""
