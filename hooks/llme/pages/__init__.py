"""The guide as Markdown pages."""
