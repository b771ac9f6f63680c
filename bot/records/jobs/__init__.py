"""What the clock does with records, one module for each area."""
