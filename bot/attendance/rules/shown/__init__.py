"""Matters of attendance as cards show them: what a reader may not know isn't in them."""
