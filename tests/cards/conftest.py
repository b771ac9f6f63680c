"""A text that is missing is an error here, however kindly production treats it."""

import logging

import pytest


@pytest.fixture(autouse=True)
def _no_gap_in_the_words(caplog: pytest.LogCaptureFixture):
    yield
    gaps = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert not gaps
