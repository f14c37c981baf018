"""The bibliography's entries, and what registries and web sites say of them."""
