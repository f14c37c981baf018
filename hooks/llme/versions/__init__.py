"""What was released, what changed since, and which edition is being built."""
