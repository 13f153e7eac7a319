"""The background process: takes jobs, survives a dying database, takes over from dead workers."""
