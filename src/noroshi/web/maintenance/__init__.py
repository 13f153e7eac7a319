"""The screens of planned work, of texts with a set time, and of incidents entered afterwards."""
