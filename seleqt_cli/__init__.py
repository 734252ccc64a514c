"""seleqt: local B2B outreach that keeps its promises provably."""

__version__ = "0.1.0"
