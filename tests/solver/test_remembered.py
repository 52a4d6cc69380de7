"""Kept proofs: exactly what was proved, and never for another question."""

from __future__ import annotations

import json
from pathlib import Path

import caretree
import pytest
from caretree.cli.proof_cache import made_by, store_in
from caretree.pipeline import Compiled, compile_file
from caretree.solver.prove import prove
from caretree.solver.remembered import ProofStore, proof_key, read_remembered, remembered
from msgspec.structs import replace
from planted_faults import GUIDELINES, ROOT, contradicting_line, planted
from specs import graph_of

SPEC = "spec/gallery/curb65.care"


class Kept:
    """A store in memory that counts."""

    def __init__(self, made_by: str = "one") -> None:
        self.texts: dict[str, str] = {}
        self.hits = 0
        self.store = ProofStore(made_by, self.load, self.texts.__setitem__)

    def load(self, key: str) -> str | None:
        self.hits += key in self.texts
        return self.texts.get(key)


def _compiled(store: ProofStore | None, changed: dict[str, str] | None = None) -> Compiled:
    def read(name: str) -> bytes | None:
        file = ROOT / name
        return (
            (changed or {})[name].encode() if name in (changed or {}) else file.read_bytes() if file.is_file() else None
        )

    return compile_file(SPEC, read, "spec", store=store)


@pytest.mark.parametrize("path", GUIDELINES)
def test_what_is_kept_is_read_as_it_was(path: str) -> None:
    """Every obligation comes back equal, span for span."""
    obligations = prove(graph_of(path.removeprefix("spec/").removesuffix(".care")))
    text = remembered("key", obligations)
    assert text is not None
    assert read_remembered("key", text) == obligations
    assert read_remembered("another key", text) is None


def test_an_unchanged_guideline_is_read_and_not_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time no prover is asked, and the result is the same."""
    kept = Kept()
    first = _compiled(kept.store)
    monkeypatch.setattr("caretree.solver.prove.prove", lambda graph: pytest.fail("proved again"))
    assert (_compiled(kept.store), kept.hits) == (first, 1)


def test_anything_that_changes_misses() -> None:
    """One character of any file read, a bound, another code or solver, or the path: each is another question."""
    kept = Kept()
    own, library = (ROOT / SPEC).read_text(encoding="utf-8"), "spec/common/haematology.care"
    shared = (ROOT / library).read_text(encoding="utf-8")
    assert library in _compiled(kept.store).sources
    changes = [
        {SPEC: f"# a comment moves every line\n{own}"},
        {SPEC: own.replace("at least 65 years", "at least 66 years")},
        {SPEC: own.replace("may be unknown\n", "", 1)},
        {library: f"{shared}# the same, and a comment\n"},
    ]
    for change in changes:
        assert next(iter(change.values())) not in (own, shared)
        assert _compiled(kept.store, change).obligations == _compiled(None, change).obligations
        assert kept.hits == 0
    other = ProofStore("two", kept.load, kept.texts.__setitem__)
    _compiled(other)
    assert kept.hits == 0


def test_each_part_of_the_key_counts() -> None:
    """Neither the graph, nor a path, nor a text, nor the maker can change without the key; parts never run together."""
    graph = graph_of("gallery/curb65")
    keys = [
        proof_key(graph, {"a": "b"}, "m"),
        proof_key(replace(graph, hash="0"), {"a": "b"}, "m"),
        proof_key(graph, {"a": "c"}, "m"),
        proof_key(graph, {"c": "b"}, "m"),
        proof_key(graph, {"a": "b", "c": ""}, "m"),
        proof_key(graph, {"ab": ""}, "m"),
        proof_key(graph, {"a": "b"}, "n"),
    ]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[:-20],
        lambda text: text.replace("proved", "proven").replace("complete", "disjoint", 1),
        lambda text: text.replace("fits every patient", "fits no patient"),
        lambda text: "[]",
        lambda text: "[" * 100_000,
        lambda text: json.dumps({**json.loads(text), "obligations": []}),
        lambda text: json.dumps({**json.loads(text), "sum": 0}),
    ],
)
def test_a_damaged_proof_is_made_again(damage, tmp_path: Path) -> None:
    """Cut, edited or emptied: what does not fit its own sum is proved again, and mended."""
    store = store_in(tmp_path / "proofs", "one")
    first = _compiled(store)
    (file,) = (tmp_path / "proofs").iterdir()
    whole = file.read_text(encoding="utf-8")
    file.write_text(damage(whole), encoding="utf-8")
    assert _compiled(store) == first
    assert file.read_text(encoding="utf-8") == whole


def test_failures_are_never_kept() -> None:
    """A guideline with a fault is proved anew each time: its patient is found, not remembered."""
    fault = next(one for one in planted(contradicting_line, 200) if one.path == SPEC)
    kept = Kept()
    assert any(one.result == "failed" for one in _compiled(kept.store, {SPEC: fault.text}).obligations)
    assert kept.texts == {}


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    """Where the cache is a file, everything is proved as ever."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert _compiled(store_in(tmp_path / "file" / "proofs", "one")) == _compiled(None)


def _made_by(monkeypatch: pytest.MonkeyPatch, folder: Path, limit: str = "20_000_000", solver: str = "5.4.0.0") -> str:
    """What proofs are said to be made by, for a copy of the code with this limit, and this version of the solver."""
    package = folder / "caretree"
    (package / "solver").mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "solver" / "prover.py").write_text(f"RESOURCES = {limit}\n", encoding="utf-8")
    monkeypatch.setattr("caretree.__file__", str(package / "__init__.py"))
    versions = {"z3-solver": solver}
    monkeypatch.setattr("caretree.cli.proof_cache.version", lambda name: versions.get(name, "1"))
    return made_by.__wrapped__()


def test_another_limit_another_solver_another_library_is_another_maker(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The solver's resource limit is part of the code, and so of what a proof is kept under; so are solver, libraries,
    Python and our own version."""
    first = _made_by(monkeypatch, tmp_path)
    assert _made_by(monkeypatch, tmp_path) == first
    makers = {
        first,
        _made_by(monkeypatch, tmp_path, limit="10_000_000"),
        _made_by(monkeypatch, tmp_path, solver="5.5.0.0"),
    }
    monkeypatch.setattr("caretree.__version__", "9.9.9")
    makers.add(_made_by(monkeypatch, tmp_path))
    monkeypatch.setattr("sys.version", "another Python")
    makers.add(_made_by(monkeypatch, tmp_path))
    assert len(makers) == 5
    graph = graph_of("gallery/curb65")
    assert len({proof_key(graph, {"a": "b"}, maker) for maker in makers}) == 5


def test_the_limits_of_the_solver_stand_in_the_code_that_is_hashed() -> None:
    """A limit read from elsewhere would not be part of the key."""
    code = (Path(caretree.__file__).parent / "solver" / "prover.py").read_text(encoding="utf-8")
    assert "\nRESOURCES = 20_000_000\n" in code and "environ" not in code
    assert "\nNONLINEAR_RESOURCES = 4_000_000\n" in code
