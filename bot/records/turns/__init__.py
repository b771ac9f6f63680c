"""What people do with records, one module for each area."""
