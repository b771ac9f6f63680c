"""The self check of PC skills, which its reader alone sees."""
