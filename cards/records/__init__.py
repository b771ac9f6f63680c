"""Cards and buttons of records, one module for each area."""
