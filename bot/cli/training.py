"""`renkei training`: courses, their sessions and waves, announcing them, and how far they are."""

import click

from bot.cli import (
    training_courses,
    training_files,
    training_offer,
    training_report,
    training_sessions,
    training_waves,
)


@click.group
def training() -> None:
    """Courses: import, open, announce, and see how far they are."""


training.add_command(training_files.import_from)
training.add_command(training_files.export)
training.add_command(training_files.template)
training.add_command(training_courses.open_)
training.add_command(training_courses.close)
training.add_command(training_courses.announce)
training.add_command(training_sessions.session)
training.add_command(training_waves.wave)
training.add_command(training_report.report)
training.add_command(training_offer.offer)
