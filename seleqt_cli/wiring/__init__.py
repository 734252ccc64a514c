"""The only place that names concrete classes: it puts the program's parts together, each at its first use."""
