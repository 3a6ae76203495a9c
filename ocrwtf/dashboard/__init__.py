"""Figures over the other features: what waits for a person, what was done, what is deleted next. Reads only."""
