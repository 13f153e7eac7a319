"""What the Japanese rules know: lists of words as data, and how they read a text."""
