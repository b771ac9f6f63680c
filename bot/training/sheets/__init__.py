"""Courses, sessions, quotas, waves, questions and completions from and to .xlsx and .csv."""
