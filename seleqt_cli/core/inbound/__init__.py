"""What a message that came in means: parsed mail in, a verdict with its reasons out, and what follows from it."""
