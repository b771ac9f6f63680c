"""What the slice remembers: the register, its history, and what hangs on an agreement."""
