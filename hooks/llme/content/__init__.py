"""The content of the guide: read once, into frozen models."""
