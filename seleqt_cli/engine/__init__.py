"""What drives run_due over time."""
