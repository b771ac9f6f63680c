"""How many posts a teacher gets of one class in a morning: three, however many reports come."""

MOST_POSTS = 3


def slot(earlier: int) -> int:
    """Which card the next report goes to, `earlier` of them having come before: 1, 2 or 3.

    The third card lists its own report and every later one, and is revised in place.
    """
    if earlier < 0:
        raise ValueError("nothing comes before the first")
    return min(earlier + 1, MOST_POSTS)


def is_posted(earlier: int) -> bool:
    """Whether the next report is posted as a new card; otherwise the last one is revised."""
    return earlier < MOST_POSTS
