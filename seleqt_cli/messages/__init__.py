"""Templates, spintax, Markdown and the parts every mail carries."""
