"""The checklist: its data, and the one implementation of its formats."""
