"""Files as they really come: every readable kind, and every broken one with a remedy."""

import os
import time
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest

from bot.agreements.documents import read_text
from bot.errors import Unreadable

TEXT = "あかつき市連携協定書\n第1条　甲及び乙は、協力する。\n"


def refused(path: Path) -> Unreadable:
    begin = time.monotonic()
    with pytest.raises(Unreadable) as error:
        read_text(path)
    assert time.monotonic() - begin < 5.5
    assert path.name in error.value.what
    assert error.value.remedy
    return error.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("name", ["協定.txt", "協定.md", "協定.TXT"])
def test_text_is_read_in_the_usual_encodings(tmp_path: Path, name: str, encoding: str) -> None:
    path = tmp_path / name
    path.write_bytes(TEXT.encode(encoding))
    assert read_text(path) == TEXT


def test_a_word_file_gives_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    path = tmp_path / "協定.docx"
    document = docx.Document()
    document.add_paragraph("あかつき市連携協定書")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "契約期間", "令和5年4月1日から"
    document.add_paragraph("第1条　協力する。")
    document.save(str(path))
    lines = [line for line in read_text(path).split("\n") if line]
    assert lines == ["あかつき市連携協定書", "契約期間\t令和5年4月1日から", "第1条　協力する。"]


def pdf_with(text: str) -> bytes:
    """A PDF of one page in the standard font, written by hand."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return body + head + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)


def test_a_pdf_gives_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_with("Agreement 2024"))
    assert "Agreement 2024" in read_text(path)


def test_a_scanned_pdf_without_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    document.save(str(path))
    assert "OCR" in refused(path).remedy


def test_an_encrypted_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    body = pdf_with("Secret")
    lock = (
        b"trailer << /Size 6 /Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 "
        b"/O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> /P -4 >> >>"
    )
    path.write_bytes(body.replace(b"trailer << /Size 6 /Root 1 0 R >>", lock))
    assert "パスワード" in refused(path).what


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 broken", b"PK\x03\x04broken", b"plain text", os.urandom(5000)]
)
def test_a_broken_file_or_wrong_ending_is_refused(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    refused(path)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.pdf", "a.docx"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.touch()
    assert "空" in refused(path).what


@pytest.mark.parametrize(
    "content", [b" \n \n", b"\x00\x01\x02binary", b"\x81\xff\xfe\x80\xa0", pdf_with("x") + b"\0"]
)
def test_a_text_file_without_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    refused(path)


def test_ten_megabytes_without_a_line_break_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"(" * 10_000_000)
    refused(path)


def test_a_word_file_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"\0" * 100_000_000)
    assert "大きすぎ" in refused(path).what


@pytest.mark.parametrize("name", ["a.xlsx", "a.doc", "a"])
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    refused(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    refused(tmp_path / "none.txt")
    refused(tmp_path)
