"""Khobor reads Bengali news as data: who says how many of what, when, and according to whom."""

__version__ = "0.1.0"
