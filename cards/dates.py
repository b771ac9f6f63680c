"""How each language writes days and times; weekdays always beside the date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_PORTUGUESE_MONTHS = (
    "janeiro", "fevereiro", "março", "abril", "maio", "junho",
    "julho", "agosto", "setembro", "outubro", "novembro", "dezembro",
)  # fmt: skip
_SPANISH_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
_FILIPINO_MONTHS = (
    "Enero", "Pebrero", "Marso", "Abril", "Mayo", "Hunyo",
    "Hulyo", "Agosto", "Setyembre", "Oktubre", "Nobyembre", "Disyembre",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """A language's patterns: `whole` has the year, `short` not. `weekdays` begin on Monday.

    `clock` is for times of day; `half` is said before and after noon where a language wants it.
    `comma` parts a day from a time.
    """

    weekdays: Sequence[str]
    whole: str
    short: str
    months: Sequence[str] = ()
    clock: str = "{hour}:{minute:02}"
    half: tuple[str, str] = ("", "")
    comma: str = ", "

    def day(self, day: date, *, year: str = "") -> str:
        """The day with its year, or with what is to stand in the year's place."""
        return self._filled(self.whole, day, year)

    def short_day(self, day: date) -> str:
        """The day without its year."""
        return self._filled(self.short, day, "")

    def time(self, at: time) -> str:
        """The time of day on a clock of 24 hours, or of 12 where the language says which half."""
        hour = at.hour % 12 if any(self.half) else at.hour
        return self.clock.format(half=self.half[at.hour >= 12], hour=hour, minute=at.minute)

    def _filled(self, pattern: str, day: date, year: str) -> str:
        return pattern.format(
            year=year or day.year,
            month=self.months[day.month - 1] if self.months else day.month,
            day=day.day,
            weekday=self.weekdays[day.weekday()],
        )


JAPANESE = Dates(
    weekdays="月火水木金土日",
    whole="{year}年{month}月{day}日（{weekday}）",
    short="{month}月{day}日（{weekday}）",
    comma="",
)
ENGLISH = Dates(
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=_ENGLISH_MONTHS,
    whole="{day} {month} {year} ({weekday})",
    short="{day} {month} ({weekday})",
)
WRITTEN: Mapping[str, Dates] = {
    "ja": JAPANESE,
    "ja-easy": Dates(
        weekdays=("月(げつ)", "火(か)", "水(すい)", "木(もく)", "金(きん)", "土(ど)", "日(にち)"),
        whole="{year}年(ねん) {month}月(がつ){day}日(にち) {weekday}曜日(ようび)",
        short="{month}月(がつ){day}日(にち) {weekday}曜日(ようび)",
        clock="{half}{hour}時(じ){minute}分(ふん)",
        half=("午前(ごぜん)", "午後(ごご)"),
        comma=" ",
    ),
    "ja-kana": Dates(
        weekdays=("げつ", "か", "すい", "もく", "きん", "ど", "にち"),
        whole="{year}ねん {month}がつ{day}にち（{weekday}ようび）",
        short="{month}がつ{day}にち（{weekday}ようび）",
        clock="{half}{hour}じ{minute}ふん",
        half=("ごぜん", "ごご"),
        comma=" ",
    ),
    "en": ENGLISH,
    "zh": Dates(
        weekdays="一二三四五六日",
        whole="{year}年{month}月{day}日（星期{weekday}）",
        short="{month}月{day}日（星期{weekday}）",
        comma=" ",
    ),
    "ko": Dates(
        weekdays="월화수목금토일",
        whole="{year}년 {month}월 {day}일({weekday})",
        short="{month}월 {day}일({weekday})",
        comma=" ",
    ),
    "vi": Dates(
        weekdays=("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
        whole="{weekday}, ngày {day} tháng {month} năm {year}",
        short="{weekday}, ngày {day} tháng {month}",
        comma=", ",
    ),
    "pt": Dates(
        weekdays=("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"),
        months=_PORTUGUESE_MONTHS,
        whole="{day} de {month} de {year} ({weekday})",
        short="{day} de {month} ({weekday})",
    ),
    "tl": Dates(
        weekdays=("Lunes", "Martes", "Miyerkules", "Huwebes", "Biyernes", "Sabado", "Linggo"),
        months=_FILIPINO_MONTHS,
        whole="{month} {day}, {year} ({weekday})",
        short="{month} {day} ({weekday})",
    ),
    "es": Dates(
        weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        months=_SPANISH_MONTHS,
        whole="{day} de {month} de {year} ({weekday})",
        short="{day} de {month} ({weekday})",
    ),
}
