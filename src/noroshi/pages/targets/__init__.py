"""Places that serve the page, one folder each; they never know each other."""
