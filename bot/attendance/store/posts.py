"""Posts (職) at schools: what each of them is. Who holds or deputises it is people's to say."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from bot.attendance.model import Function, SchoolPost
from bot.attendance.store.tables import SCHOOL_POST
from bot.storage.packed import among
from bot.storage.tables import upsert
from bot.storage.tx import Row, Tx

_ORDER = (
    SCHOOL_POST.c.school,
    SCHOOL_POST.c.function,
    SCHOOL_POST.c.grade,
    SCHOOL_POST.c.class_name,
)
_OF_SCHOOL = (
    select(SCHOOL_POST).where(SCHOOL_POST.c.school == bindparam("school")).order_by(*_ORDER)
)
# Asked at every press: sorted here, SQLite would walk through the posts of all schools for it.
_AMONG = select(SCHOOL_POST).where(among(SCHOOL_POST.c.post, "posts"))
_WITH_FUNCTION = (
    select(SCHOOL_POST)
    .where(
        SCHOOL_POST.c.school == bindparam("school"),
        SCHOOL_POST.c.function == bindparam("function"),
    )
    .order_by(*_ORDER)
)
_FOR_CLASS = (
    select(SCHOOL_POST.c.post)
    .where(
        SCHOOL_POST.c.school == bindparam("school"),
        SCHOOL_POST.c.function == bindparam("function"),
        SCHOOL_POST.c.grade == bindparam("grade"),
        SCHOOL_POST.c.class_name == bindparam("class_name"),
    )
    .order_by(SCHOOL_POST.c.post)
)
_put = upsert(SCHOOL_POST).values(
    {name: bindparam(name) for name in ("school", "function", "grade", "class_name", "post")}
)
_PUT = _put.on_conflict_do_update(
    index_elements=["tenant_id", "school", "function", "grade", "class_name"],
    set_={"post": _put.excluded.post},
)
_OF_A_CLASS = frozenset((Function.HOMEROOM, Function.DEPUTY_HOMEROOM))


def of_school(tx: Tx, school: int) -> tuple[SchoolPost, ...]:
    """Every post of a school, held or vacant."""
    return tuple(_post(row) for row in tx.all(_OF_SCHOOL, school=school))


def functions_of(tx: Tx, posts: Iterable[int]) -> tuple[SchoolPost, ...]:
    """What these posts are at which schools; posts elsewhere are left out."""
    if not (wanted := sorted(set(posts))):
        return ()
    found = (_post(row) for row in tx.all(_AMONG, posts=wanted))
    return tuple(
        sorted(found, key=lambda one: (one.school, one.function, one.grade, one.class_name))
    )


def for_class(
    tx: Tx, school: int, grade: int, class_name: str, function: Function
) -> tuple[int, ...]:
    """The posts with this function for a class: its own, its grade's, or the whole school's.

    That nobody holds one is for `people.acting` to find: it goes to the post above then.
    """
    rows = tx.all(
        _FOR_CLASS,
        school=school,
        function=function.value,
        grade=grade if function in _OF_A_CLASS or function is Function.YEAR_HEAD else 0,
        class_name=class_name if function in _OF_A_CLASS else "",
    )
    return tuple(row.post for row in rows)


def with_function(
    tx: Tx, school: int, function: Function, grade: int | None = None
) -> tuple[int, ...]:
    """Every post of a school with this function, of one grade or of all."""
    rows = tx.all(_WITH_FUNCTION, school=school, function=function.value)
    return tuple(row.post for row in rows if grade is None or row.grade == grade)


def put(tx: Tx, found: Iterable[SchoolPost]) -> None:
    """Remember what posts are; of one that is known already the newest says it."""
    rows = [
        {
            "school": one.school,
            "function": one.function.value,
            "grade": one.grade,
            "class_name": one.class_name,
            "post": one.post,
        }
        for one in found
    ]
    tx.many(_PUT, rows)


def _post(row: Row) -> SchoolPost:
    return SchoolPost(
        post=row.post,
        school=row.school,
        function=Function(row.function),
        grade=row.grade,
        class_name=row.class_name,
    )
