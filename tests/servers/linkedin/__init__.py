"""A site that looks like LinkedIn to a browser, for tests: our own markup after published facts, and a record of what reached it."""
