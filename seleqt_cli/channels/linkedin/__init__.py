"""LinkedIn in a visible browser window: a person signs in, seleqt fills or clicks, and stops at the first doubt."""
