"""How much of one core the clause reader takes for 100 agreements of 20,000 characters.

    python -m tests.bench.bench_clauses

The floor of the same run is one NFKC normalisation and one splitlines of the same texts.
"""

import re
import time
from collections.abc import Callable, Iterator
from itertools import chain, cycle
from pathlib import Path
from unicodedata import normalize

from bot.agreements.clauses import read
from tests.bench.figures import Figure, show

TEXTS = Path(__file__).resolve().parents[1] / "bot/agreements/clauses/texts"
LENGTH, COUNT, ROUNDS = 20_000, 100, 5
_HEAD = re.compile(r"\n(?=（[^）０-９\n]+）\n第[０-９]+)")
_NUMBER = re.compile(r"第[０-９]+条?(?=　)")
# What an agreement says once, however long it is.
_ONCE = re.compile("（(?:履行期間|有効期間|定例会|疑義の決定|協議|変更及び解除|発注者の解除権)）")


def _parts(name: str, begin: str, end: str) -> tuple[str, list[str], str]:
    """A sample's head, its articles and what follows them."""
    sample = (TEXTS / name).read_text("utf-8")
    head, rest = sample[sample.index(begin) :].split("\n（", 1)
    body, closing = rest.split(end, 1) if end else (rest, "")
    return head, [one.strip() for one in _HEAD.split("（" + body)], end + closing


def _numbered(articles: list[str], form: str, length: int) -> Iterator[str]:
    """The articles once, then those that may come again, until the length is reached."""
    again = [article for article in articles if not _ONCE.match(article)]
    for number, article in enumerate(chain(articles, cycle(again)), 1):
        if length <= 0:
            return
        yield _NUMBER.sub(form.format(number), article, count=1) + "\n"
        length -= len(article)


def agreements() -> list[str]:
    """Contracts, 特記事項 and comprehensive agreements, a third each, of invented companies.

    Each is filled up with ordinary articles (payment, damages), as dense with duties as real ones.
    """
    contract = _parts("service.txt", "あかつき市総合", "この契約の成立を証するため")
    terms = _parts("service.txt", "個人情報取扱特記事項\n\n", "")
    comprehensive = _parts("comprehensive.txt", "## あかつき市", "本協定の証として")
    ordinary = contract[1]
    shapes = [
        (contract[0], ordinary, contract[2], "第{}条"),
        (terms[0], terms[1] + ordinary[2:], terms[2], "第{}"),
        (comprehensive[0], comprehensive[1] + ordinary[2:], comprehensive[2], "第{}条"),
    ]
    texts = []
    for number, (head, articles, closing, form) in zip(range(COUNT), cycle(shapes), strict=False):
        room = LENGTH - len(head) - len(closing)
        text = "\n".join([head, *_numbered(articles, form, room), closing])
        texts.append(re.sub("こだま|ひかり", f"こだま{number}", text))
    return texts


def _best(work: Callable[[], object]) -> float:
    """The best of some rounds in CPU seconds, because other work shares the core."""
    rounds = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        rounds.append(time.process_time() - begin)
    return min(rounds)


def main() -> None:
    """Read them all and print the figures."""
    texts = agreements()
    floor = _best(lambda: [normalize("NFKC", text).splitlines() for text in texts])
    taken = _best(lambda: [read(text, "bench") for text in texts])
    duties = sum(len(one.duties) for text in texts for one in read(text, "bench").documents)
    length = sum(map(len, texts)) // COUNT
    print(f"{COUNT} agreements of {length:,} characters, {duties / COUNT:.0f} duties in each")
    beside = f"NFKC and splitlines {floor:.2f} s"
    show(Figure(name="reading, CPU of one core", value=taken, unit="s", goal="<= 1"))
    show(Figure(name="reading to its floor", value=taken / floor, goal="<= 4", beside=beside))


if __name__ == "__main__":
    main()
