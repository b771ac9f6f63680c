"""A hint that a class may have to be closed (臨時休業, 学校保健安全法20条); people decide it."""


def closure(absent: int, enrolled: int, percent: int) -> bool:
    """Whether the share of absent children has reached the school's threshold."""
    return enrolled > 0 and absent > 0 and absent * 100 >= percent * enrolled
