"""The text of an agreement's file: plain text, Markdown, PDF or Word."""

import subprocess
import sys
from pathlib import Path

from bot.errors import Unreadable

LARGEST_TEXT_FILE = 4_000_000
LARGEST_FILE = 50_000_000
_MEMORY = 500_000_000
_SECONDS = 4
_TEXT_TYPES = frozenset({".txt", ".md"})
_ENCODINGS = ("utf-8-sig", "cp932")
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\v\x1b")
_REMEDIES = {
    "encrypted": (
        "パスワードで保護されているため開けません",
        "保護を解除したファイルを用意して、もう一度読み込んでください",
    ),
    "broken": (
        "ファイルが壊れているか、拡張子と中身が合っていません",
        "元のアプリで開けるか確かめ、PDF・Word・テキストで保存し直してください",
    ),
    "memory": (
        "展開すると大きすぎて読み込めません",
        "協定書・契約書の部分だけを別のファイルにして、もう一度読み込んでください",
    ),
    "long": (
        "文字数が多すぎます",
        "協定書・契約書の部分だけを別のファイルにして、もう一度読み込んでください",
    ),
    "slow": (
        f"{_SECONDS}秒以内に読み込めませんでした",
        "協定書・契約書の部分だけを別のファイルにして、もう一度読み込んでください",
    ),
}


def read_text(path: Path) -> str:
    """The text of a .txt, .md, .pdf or .docx file (UTF-8 with or without BOM, or cp932).

    PDF and Word are read in a child process of at most 500 MB and 4 seconds. Raises Unreadable,
    with a remedy, for anything that can't be read.
    """
    kind = path.suffix.lower()
    size = _size(path)
    if kind in _TEXT_TYPES:
        text = _plain_text(path, size)
    elif kind in (".pdf", ".docx"):
        text = _in_child(path, kind.removeprefix("."))
    else:
        raise Unreadable(
            f"{path.name}: この形式（{kind or '拡張子なし'}）は読み込めません",
            ".txt、.md、.pdf、.docx のいずれかで保存し直してください",
        )
    if not text.strip():
        raise _no_text(path, kind)
    return text


def _size(path: Path) -> int:
    try:
        if path.is_dir():
            raise Unreadable(f"{path.name}: フォルダーです", "ファイルを指定してください")
        size = path.stat().st_size
    except OSError as error:
        raise Unreadable(
            f"{path.name}: ファイルを開けません", "ファイルの場所と読み取りの権限を確かめてください"
        ) from error
    if size == 0:
        raise Unreadable(f"{path.name}: ファイルが空です", "中身のあるファイルを指定してください")
    if size > LARGEST_FILE:
        raise _unreadable(path, "long")
    return size


def _plain_text(path: Path, size: int) -> str:
    if size > LARGEST_TEXT_FILE:
        raise _unreadable(path, "long")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(
            f"{path.name}: ファイルを開けません", "ファイルの場所と読み取りの権限を確かめてください"
        ) from error
    if not _CONTROLS.isdisjoint(data):
        raise _unreadable(path, "broken")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(
        f"{path.name}: 文字コードが分かりません", "UTF-8 または Shift_JIS で保存し直してください"
    )


def _in_child(path: Path, kind: str) -> str:
    """The child knows nothing of ours: it runs isolated, by its file."""
    child = Path(__file__).with_name("extract.py")
    command = [
        sys.executable,
        "-I",
        str(child),
        kind,
        str(path.absolute()),
        str(_MEMORY),
        str(_SECONDS),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and file, no shell
            command, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _unreadable(path, "slow") from error
    if done.returncode == 0:
        return done.stdout.decode("utf-8")
    if done.returncode < 0:  # killed by a limit
        raise _unreadable(path, "memory")
    reason = done.stderr.decode("utf-8", "replace")
    raise _unreadable(path, reason if reason in _REMEDIES else "broken")


def _unreadable(path: Path, reason: str) -> Unreadable:
    what, remedy = _REMEDIES[reason]
    return Unreadable(f"{path.name}: {what}", remedy)


def _no_text(path: Path, kind: str) -> Unreadable:
    if kind == ".pdf":
        return Unreadable(
            f"{path.name}: 文字の情報がないPDFです（スキャンした画像のみ）",
            "OCR（文字認識）をかけたPDFか、元のWordファイルを読み込んでください",
        )
    return Unreadable(f"{path.name}: 文字がありません", "中身のあるファイルを指定してください")
