"""The independent proof of the seven promises: it recomputes them from the history and shares no code with what planned and sent."""
