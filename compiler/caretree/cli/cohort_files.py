"""The files of a cohort: what is read, what is written, and that nothing written takes the place of anything else."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from caretree.cli.project import fail

if TYPE_CHECKING:
    from caretree.cohort.cohort import Request

SUFFIXES = (".parquet", ".csv", ".tsv")
ENGINES_WRITE = ("part-*", ".part-*", "_SUCCESS", "._SUCCESS.crc")
"""What Spark writes into the folder that is a table."""


def beside(out: Path, word: str, suffix: str = "") -> Path:
    """``answers.parquet`` → ``answers.quarantine.parquet``."""
    return out.with_name(f"{out.stem}.{word}{suffix or out.suffix}")


def existing(name: str) -> Path:
    """The table's path, or an error that says why there is none."""
    path = Path(name).absolute()
    if name == "-":
        raise fail("--patients reads a file, not standard input: a table is read several times")
    if not path.exists():
        raise fail(f"{name}: no such file")
    if path.is_file() and not path.stat().st_size:
        raise fail(f"{name} is empty: not even the names of its columns are there")
    return path


def check_suffixes(request: Request) -> None:
    """Tables say by their suffix what they are."""
    for path in (request.patients, request.out, *([request.decoded] if request.decoded else [])):
        if path.suffix.lower() not in SUFFIXES:
            raise fail(f"{path.name}: tables are read and written as .parquet or .csv")


def check_written(read: Iterable[tuple[str, Path]], request: Request, compared: bool, report: Path | None) -> None:
    """Nothing that is written is also read or written for something else, and folders are of our own making."""
    written = [("--out", request.out), ("the quarantine", request.quarantine), ("the legend", legend_of(request))]
    written += [("--decoded", request.decoded)] if request.decoded else []
    written += [("the changes", changes_of(request))] if compared else []
    for _, path in (pair for pair in written if pair[1].is_dir()):
        _check_is_table(path)
    if report is not None:
        if report.exists() and not report.is_dir():
            raise fail(f"--report {report}: a file of this name is there; name a folder")
        written += [("the report", report / "report.html"), ("the report", report / "counts.csv")]
    _check_apart(list(read), written)


def _check_apart(read: Sequence[tuple[str, Path]], written: Sequence[tuple[str, Path]]) -> None:
    for place, (what, path) in enumerate(written):
        for kept, other in read:
            if _meet(path, other):
                raise fail(f"{what} would overwrite {kept} ({path.name}): name another file")
        for also, other in written[:place]:
            if _meet(path, other):
                raise fail(f"{what} and {also} would be the same file ({path.name}): name another")


def _meet(one: Path, other: Path) -> bool:
    """Whether two paths are the same file, however they are written, or one is a folder around the other."""
    first, second = one.resolve(), other.resolve()
    if first.is_relative_to(second) or second.is_relative_to(first):
        return True
    return first.exists() and second.exists() and first.samefile(second)


def _check_is_table(folder: Path) -> None:
    known = {file for pattern in ENGINES_WRITE for file in folder.glob(pattern)}
    if set(folder.iterdir()) - known:
        raise fail(f"{folder.name} is a folder with other files than a table's: name another, or move it away")


def legend_of(request: Request) -> Path:
    """Where the meaning of columns and leaf numbers goes."""
    return beside(request.out, "legend", ".json")


def changes_of(request: Request) -> Path:
    """Where the differences to another version go."""
    return beside(request.out, "changes")


def staged(request: Request, folder: Path) -> Request:
    """The same request into a folder of its own beside the output, so that no half-written file is ever seen."""
    decoded = folder / f"decoded{request.decoded.suffix}" if request.decoded else None
    as_csv = None if request.out.suffix.lower() == ".parquet" else folder / f"answers{request.out.suffix}"
    refused = folder / f"quarantine{request.out.suffix}"
    return replace(request, out=folder / "answers.parquet", quarantine=refused, out_as_csv=as_csv, decoded=decoded)


def publish(request: Request, made: Request, changes: Path | None) -> None:
    """Move what was made to where it was asked for."""
    pairs = [(made.out_as_csv or made.out, request.out), (made.quarantine, request.quarantine)]
    if made.decoded and request.decoded:
        pairs.append((made.decoded, request.decoded))
    if changes is not None:
        pairs.append((changes, changes_of(request)))
    for source, target in pairs:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            shutil.rmtree(target)
        shutil.move(source, target)
