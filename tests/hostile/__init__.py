"""Hostile input: whatever is fed in gives a finding in its file, or a site whose pages are clean."""
