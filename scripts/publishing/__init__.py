"""Releasing and publishing: git, the engine, and what stands on gh-pages."""
