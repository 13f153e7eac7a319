"""The dictionaries."""
