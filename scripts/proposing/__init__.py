"""From a submitted form to a draft, and what GitHub is told."""
