"""What the clock will say of meetings, and when."""
