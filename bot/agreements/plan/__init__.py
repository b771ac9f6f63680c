"""Every notice that the clock brings about agreements: what `planned` shows is what jobs post."""
