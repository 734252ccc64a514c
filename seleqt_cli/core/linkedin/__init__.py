"""What the LinkedIn channel decides, apart from the browser: orders, results, stops, names and relations. Pure."""
