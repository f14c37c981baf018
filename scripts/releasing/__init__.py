"""Releasing: the one commit that makes a release, or takes one back."""
