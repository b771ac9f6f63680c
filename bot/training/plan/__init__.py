"""What the clock will say about training: what `planned` shows is what jobs post."""
