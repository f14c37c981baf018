"""What holds for every finished page: safety, policy, size, and scripts that run from disk."""
