"""Labelled texts for the guardrails, and how well the rules judge them."""
