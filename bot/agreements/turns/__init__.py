"""What people do about agreements: one file for each kind of press, and the words."""
