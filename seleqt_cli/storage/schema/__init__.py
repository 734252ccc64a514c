"""The migrations, in order, as plain SQL: `run` and `status` never load an ORM."""
