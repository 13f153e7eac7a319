"""Proof that nobody was lost: what is counted, and what follows from the counts (R19)."""
