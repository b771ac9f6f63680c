"""What is true of records; pure."""
