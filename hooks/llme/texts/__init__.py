"""Texts, and Markdown above all: what stands where in them, what they become, and what is wrong with them."""
