"""What a city must be able to prove: incidents, registers, keeping, binders; over all slices."""
