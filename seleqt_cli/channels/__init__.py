"""The ways a step reaches the world."""
