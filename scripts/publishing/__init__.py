"""Publishing: git, the engine, and what stands on gh-pages."""
