"""Citations: formatted in one run, placed in texts, and in the forms that people paste."""
