"""What records hold, in the words of the law; pure."""
