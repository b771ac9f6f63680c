"""What was done, in words: every act that stands in the ledger has some."""

from cards.lang import Lang


def act_words(lang: Lang, act: str) -> str:
    """内容を確認 for `agreements.confirm_renewal`, 台帳を書出し for `ledger.export`."""
    key = f"home.presses.act.{act.replace(' ', '_')}"
    if lang.knows(key):
        return lang.t(key)
    return act.replace(".", " › ").replace("_", " ")  # of an earlier version


def job_words(lang: Lang, job: str) -> str:
    """協定 for `agreements.due`: which part of Renkei did it by itself."""
    key = f"records.ledger.job.{job.partition('.')[0]}"
    return lang.t(key) if lang.knows(key) else job
