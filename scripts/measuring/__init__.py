"""Bytes and processor time of the guide."""
