"""The public status pages: a pure build from state to files, and atomic, verified publication."""
