"""Cards and buttons of the attendance slice, one name for each thing that a reader sees."""
