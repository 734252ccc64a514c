"""The database, its migrations, the in-memory store and the keyring."""
