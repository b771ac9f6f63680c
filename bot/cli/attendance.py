"""`renkei attendance`: rosters, family words, calendars, and what schools take out."""

import click

from bot.cli import (
    attendance_days,
    attendance_records,
    attendance_reports,
    attendance_roster,
    attendance_words,
)


@click.group
def attendance() -> None:
    """Schools: who is in which class, what a day is, and what is taken out."""


attendance.add_command(attendance_roster.import_roster)
attendance.add_command(attendance_roster.announce)
attendance.add_command(attendance_roster.template)
attendance.add_command(attendance_words.words)
attendance.add_command(attendance_reports.import_reports)
attendance.add_command(attendance_records.export_month)
attendance.add_command(attendance_records.export_suspensions)
attendance.add_command(attendance_days.calendar)
attendance.add_command(attendance_days.night_list)
