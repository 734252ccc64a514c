"""JSON as the database keeps it: without spaces, letters as they are."""

from json import JSONEncoder
from typing import Final

compact: Final = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""A value as text. Made once: `json.dumps` would make an encoder for every text with these settings."""
