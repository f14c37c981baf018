"""What holds for every finished page: safety, policy, size."""
