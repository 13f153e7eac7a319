"""The words of planned work: Noroshi's own texts, the plan's over them, and how they are filled."""
