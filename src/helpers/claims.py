"""Figures that can be compared, and how two claims of one story relate."""
