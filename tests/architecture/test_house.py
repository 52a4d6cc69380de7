"""The rules of the house (ARCHITECTURE.md) are kept by tests, not by memory."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPILER = ROOT / "compiler" / "caretree"
MODULES = sorted(COMPILER.rglob("*.py"))
TOP_LEVEL = {"spec", "compiler", "generated", "features", "site", "tests", "pyproject.toml"}
ROOT_FILE = re.compile(r"\.[a-z].*|[A-Z][A-Z-]*(\.md|\.txt)?|CITATION\.cff")


def tracked() -> list[str]:
    """The files git tracks, or every file where this is not a checkout."""
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return listing.stdout.split("\n")[:-1]


def functions(module: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.relative_to(COMPILER).as_posix())
def test_files_and_functions_stay_small(module: Path) -> None:
    """A file has at most 500 lines and a function at most 40, so that each can be read at once."""
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 500
    long = [f"{f.name} ({f.end_lineno - f.lineno + 1})" for f in functions(module) if f.end_lineno - f.lineno >= 40]
    assert not long


def test_a_median_file_is_short() -> None:
    """Files aim at 150 lines: the median file is not longer."""
    lengths = sorted(len(m.read_text(encoding="utf-8").splitlines()) for m in MODULES)
    assert lengths[len(lengths) // 2] <= 150


def test_only_the_command_line_opens_files_or_prints() -> None:
    """The core is pure: text in, values out."""
    edges = {"cli", "acceptance"}
    guilty = []
    for module in MODULES:
        if module.relative_to(COMPILER).parts[0] in edges:
            continue
        tree = ast.parse(module.read_text(encoding="utf-8"))
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        names = {call.id for call in calls if isinstance(call, ast.Name)}
        methods = {call.attr for call in calls if isinstance(call, ast.Attribute)}
        if names & {"open", "print", "input"} or methods & {"write_text", "write_bytes"}:
            guilty.append(module.relative_to(COMPILER).as_posix())
    assert not guilty


def test_no_drawer_for_odds_and_ends() -> None:
    """No module is called after nothing in particular."""
    names = {module.stem for module in MODULES} | {folder.name for folder in COMPILER.rglob("*") if folder.is_dir()}
    assert not names & {"utils", "util", "helpers", "helper", "common", "misc", "tools", "core"}


def test_top_level_is_the_owner_s() -> None:
    """The top level holds what the project's owner fixed, and the usual root files."""
    tops = {path.split("/")[0] for path in tracked()}
    assert not {top for top in tops if top not in TOP_LEVEL and not ROOT_FILE.fullmatch(top)}


def test_nothing_unfinished_is_left_behind() -> None:
    """What is not built is listed in ARCHITECTURE.md, not marked in code."""
    mark = re.compile(r"\b(TODO|FIXME|NotImplementedError|XXX)\b")
    assert not [m.relative_to(ROOT).as_posix() for m in MODULES if mark.search(m.read_text(encoding="utf-8"))]


def test_articles_are_never_committed() -> None:
    """Source articles are copyrighted texts: only paraphrases are in the project."""
    assert not [path for path in tracked() if re.search(r"\d{3}_[0-9a-f]{16}\.txt$", path)]


def test_imports_point_one_way() -> None:
    """The contracts of pyproject.toml hold: layers, independent targets, interpreter apart from runtime."""
    lint = Path(__import__("sys").executable).with_name("lint-imports")
    result = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_the_map_names_every_room() -> None:
    """ARCHITECTURE.md names every room of the compiler, so that a newcomer finds each."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = [f.name for f in COMPILER.iterdir() if f.is_dir() and (f / "__init__.py").exists()]
    assert not [room for room in sorted(rooms) if f"`{room}/`" not in text]
