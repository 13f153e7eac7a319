"""Background work: what can be asked for, and asking for it inside the current transaction.

A job is a note that says "look again", never the truth: every job may run twice, late, or not at
all, and the tables say what is left to do (the sweep re-creates jobs from them).
"""
