"""Answers as long, as many and as odd as they may be: what the page must still be readable with."""

from typing import Any

_LONG = (
    "あかつき市と民間事業者による災害時における物資の供給及び避難所の運営並びに"
    "帰宅困難者の一時受入れに関する包括的な連携協定（第二期）"
)
_PARTNER = "一般社団法人あかつき地域防災物流ネットワーク協議会"
_TODAY = "2026-11-24"

ME: dict[str, Any] = {
    "name": "小鳥遊 陽介",
    "known": True,
    "staff": True,
    "language": "ja",
    "now": "2026-11-24T09:00:00+09:00",
    "today": _TODAY,
    "panels": ["agreements", "meetings", "training", "attendance", "notices"],
}


def _term(number: int) -> dict[str, Any]:
    month = 4 + number % 9
    return {
        "id": number,
        "title": _LONG if number % 2 else "覚書",
        "partner": "、".join([_PARTNER] * (1 + number % 5)),
        "owner": "総務部 危機管理室 防災危機管理課長",
        "start": None if number % 3 else "2024-04-01",
        "end": f"2026-{month + 3:02d}-28" if month < 10 else "2027-03-31",
        "decide_by": f"2026-{month:02d}-15",
        "contract_day": f"2026-{month:02d}-{28 if number % 2 else 15}",
        "renewal": ("mutual", "automatic", "none")[number % 3],
        "state": ("before_talks", "in_talks", "continued", "expired")[number % 4],
        "waits": number % 3 > 0,
        "own": True,
    }


def _owed(number: int) -> dict[str, Any]:
    day = f"2026-{4 + number % 9:02d}-20"
    what = "派遣労働者の守秘義務の確保"
    late = day < _TODAY
    return {
        "id": number,
        "what": what,
        "title": _LONG if number % 2 else "",
        "partner": "、".join([_PARTNER] * (number % 5)),
        "owner": "総務部 危機管理室 防災危機管理課長",
        "day": day,
        "state": "requested" if number % 2 else "open",
        "late": late,
        "own": True,
    }


_TERMS = sorted(map(_term, range(1, 61)), key=lambda one: one["decide_by"])
_OWED = sorted(map(_owed, range(1, 61)), key=lambda one: one["day"])
_STATES = ("met", "written", "missed", "booked", "skipped", "owed", "ahead", "free")


def _series(number: int) -> dict[str, Any]:
    quarters = [
        {
            "first": f"{year}-{first:02d}-01",
            "last": f"{year}-{first + 2:02d}-28",
            "state": _STATES[(number + index) % len(_STATES)],
            "on": f"{year}-{first:02d}-10" if index % 2 else None,
            "meeting_id": 0,
        }
        for index, (year, first) in enumerate(((2026, 4), (2026, 7), (2026, 10), (2027, 1)))
    ]
    return {
        "id": number,
        "title": _LONG,
        "partner": _PARTNER,
        "owner": "防災危機管理課長",
        "unit": "months" if number % 2 else "",
        "every": 3 if number % 2 else 0,
        "quarters": quarters if number % 5 else [],
        "last_met_on": None,
        "own": True,
    }


def _share(number: int, people: int) -> dict[str, Any]:
    finished, booked, waiting = people * number // 20, people // 10, people // 20
    done = {"finished": finished, "booked": booked, "waiting": waiting}
    rest = people - finished - booked - waiting
    name = f"教育委員会事務局 学校教育部 学校指導課 第{number}係" if number % 4 else ""
    percent = 100 * finished // people
    return {"name": name, "audience": people, **done, "nothing": rest, "percent": percent}


def _counted(*numbers: int | None) -> dict[str, Any]:
    names = ("enrolled", "present", "absent", "late", "suspended")
    return dict(zip(names, numbers, strict=True))


_MARKS = ("absent", "late", "early", "talk", "held", "differs", "missing")


def _class(number: int) -> dict[str, Any]:
    children = [
        {
            "number": seat,
            "name": "" if seat == 3 else "ティッジ・アウンサンスーチーラ 花子",
            "mark": mark,
        }
        for seat, mark in enumerate(_MARKS, 1)
    ]
    return {
        "id": number,
        "name": f"{number}年1組",
        "counted": _counted(40, 40 - number * 3, number, number, number),
        "roll": ("", "open", "done", "missing", "silent")[number % 5],
        "named": True,
        "children": [{**one, "answered": False} for one in children],
    }


def _school(number: int, *, own: bool) -> dict[str, Any]:
    hidden = number % 2 > 0 and not own
    told = _counted(None if hidden else 400, None, None if hidden else 12, 0, None)
    return {
        "id": number,
        "name": f"あかつき市立みどりが丘北第{number}小学校",
        "own": own,
        "every": number % 2 == 0,
        "in_session": True,
        "counted": _counted(400, 380, 12, 5, 3) if own else told,
        "unchecked": 3 if own else None,
        "missing": 1 if own else None,
        "classes": [_class(one) for one in range(1, 7)] if own else [],
    }


def _notice(number: int) -> dict[str, Any]:
    states = ("confirmed", "sent", "pending", "sending", "failed", "unreachable", "expired")
    parts = [{"state": state, "people": 4_000 + number} for state in (*states, "unknown")]
    parts.append({"state": "withdrawn", "people": 7})
    return {
        "id": number,
        "title": _LONG,
        "stage": ("sending", "done", "stopped", "withdrawn", "asked")[number % 5],
        "at": "2026-11-24T09:00:00+09:00",
        "begun_at": f"2026-11-{24 - number:02}T09:00:00+09:00",
        "audience": sum(one["people"] for one in parts),
        "parts": parts,
        "read": 12,
        "under_way": False,
        "waits": number % 5 == 4,
        "correction": number % 5 == 1,
    }


PANELS: dict[str, dict[str, Any]] = {
    "agreements": {
        "year": 2026,
        "first": "2026-04-01",
        "last": "2027-03-31",
        "today": _TODAY,
        "whole": True,
        "terms": _TERMS,
        "owed": _OWED,
        "ending": 1_234,
        "settled": 20,
        "waiting": 40,
        "past": 3,
        "late": 78,
        "more": 1_174,
    },
    "meetings": {
        "today": _TODAY,
        "whole": True,
        "series": list(map(_series, range(1, 30))),
        "due": 90,
        "met": 30,
        "missed": 15,
        "more": 12,
    },
    "training": {
        "today": _TODAY,
        "municipality": "",
        "courses": [
            {"id": one, "title": _LONG, "mandatory": True, "finish_by": "2026-11-23"}
            for one in (1, 2)
        ],
        "course": 1,
        "share": _share(7, 40_000),
        "departments": [_share(number, 40 + number) for number in range(17)],
        "municipalities": [_share(number, 640) for number in range(1, 17)],
        "more": 900,
    },
    "attendance": {
        "day": _TODAY,
        "at": "2026-11-24T09:00:00+09:00",
        "board": True,
        "whole": _counted(20_000, None, None, 60, 9),
        "schools": [_school(1, own=True), *(_school(one, own=False) for one in range(2, 40))],
    },
    "notices": {
        "at": "2026-11-24T09:00:00+09:00",
        "notices": list(map(_notice, range(1, 13))),
        "under_way": False,
        "waiting": 40,
        "corrections": 7,
    },
}
