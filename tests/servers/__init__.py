"""Real servers for tests, on free ports of this machine, stopped by whoever started them."""
