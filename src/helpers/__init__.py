"""Khobor reads Bengali news as data: who says how many of what, when, and according to whom."""

import os

os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # Arrow's own pool does not give back what is freed
__version__ = "0.1.0"
