"""DNS: the machine's resolver, a table in memory, and which domains belong together."""
