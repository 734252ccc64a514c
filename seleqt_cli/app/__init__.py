"""Use cases: take ports, return results, never print."""
