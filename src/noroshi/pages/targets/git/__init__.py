"""A branch of a git repository, which a forge or a web server shows."""
