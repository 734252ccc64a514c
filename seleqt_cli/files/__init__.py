"""What people write: campaigns.yaml and lead files."""
