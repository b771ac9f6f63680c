"""Who is told what of records, one module for each area."""
