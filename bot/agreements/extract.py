"""What the child process does: the text of one PDF or Word file, under limits; nothing of ours.

Usage: python -I extract.py pdf|docx FILE BYTES-OF-MEMORY SECONDS. Prints UTF-8 text, or fails with
one of the words in `REASONS` on standard error.
"""

import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

REASONS = ("encrypted", "broken", "memory", "long")
LONGEST_TEXT = 2_000_000
LARGEST_PART = 60_000_000


def main(arguments: list[str]) -> int:
    """Print the text; exit status 1 with a reason where there is none to print."""
    kind, path, memory, seconds = arguments
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        text = _pdf(path) if kind == "pdf" else _docx(path)
    except MemoryError:
        return _fail("memory")
    except Exception as error:  # noqa: BLE001 - whatever a hostile file provokes: it can't be read
        return _fail("encrypted" if "assword" in str(error) else "broken")
    if len(text) > LONGEST_TEXT:
        return _fail("long")
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0


def _fail(reason: str) -> int:
    sys.stderr.write(reason)
    return 1


def _pdf(path: str) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    pages, total = [], 0
    for page in document:
        text = page.get_textpage().get_text_range()
        pages.append(text)
        total += len(text)
        if total > LONGEST_TEXT:
            break
    return "\n\f\n".join(pages)


def _docx(path: str) -> str:
    with zipfile.ZipFile(path) as package:
        if any(part.file_size > LARGEST_PART for part in package.infolist()):
            raise MemoryError
    import docx

    return "\n".join(_blocks(docx.Document(path)))


def _blocks(holder: Any) -> Iterator[str]:
    """Paragraphs and tables in the order of the document; a table's row is one line."""
    from docx.table import Table

    for block in holder.iter_inner_content():
        if isinstance(block, Table):
            yield ""
            for row in block.rows:
                yield "\t".join(_cells(row))
            yield ""
        else:
            yield block.text


def _cells(row: Any) -> Iterator[str]:
    """Each cell once: merged cells come several times."""
    seen: set[int] = set()
    for cell in row.cells:
        if id(cell._tc) not in seen:
            seen.add(id(cell._tc))
            yield " ".join(cell.text.split("\n")).strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
