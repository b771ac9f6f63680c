"""What the slice remembers: series, their meetings, and what hangs on a meeting."""
