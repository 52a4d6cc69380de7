"""The tables and bars of one patient, from the times that were measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.benchmarks.records import Record

GUIDELINES = ("workload", "itp_after_ivig", "post_rituximab_cytopenia", "sle_pancytopenia")
FULL_ENGINES = ("zen-engine", "cql-execution", "dmn", "durable", "json-rules")
"""Engines that give recommendations as well as the leaf; the others only work out expressions."""


def record_of(found: dict[str, Any], packages: dict[str, str]) -> Record:
    """The record of one run."""
    software = {**found["software"], **packages}
    record = Record("one-patient", "python -m tests.benchmarks.one_patient --record", software)
    times: dict[str, tuple[float, float]] = {name: tuple(one) for name, one in found["times"].items()}
    _ready(record, times)
    _in_full(record, times)
    if "pydantic, units" in times:
        _mappings(record, times)
    _unknowns(record, times)
    _peers(record, times)
    _imports(record, found["imports"])
    return record


def _row(times: dict[str, tuple[float, float]], name: str) -> tuple[str, str]:
    microseconds, ratio = times[name]
    return f"{microseconds:.2f}", f"{ratio:.2f}"


def _ready(record: Record, times: dict[str, tuple[float, float]]) -> None:
    rows = []
    for name in GUIDELINES:
        hand = f"{name}: by hand" if name != "workload" else "workload: names by hand"
        shown = name.replace("_", "-")
        row = (f"{times[hand][0]:.2f}", *_row(times, f"{name}: decide"))
        rows.append((shown, *row, f"{times[f'{hand}, read'][0]:.2f}", *_row(times, f"{name}: decide, read")))
        record.bar(
            f"`decide` on a ready patient beside if/else by hand: {shown}", times[f"{name}: decide"][1], "×", 1.5, 1.2
        )
        read = f"the same, recommendations and nodes read: {shown}"
        record.bar(read, times[f"{name}: decide, read"][1], "×", 1.5, 1.2)
    head = ("guideline", "by hand", "`decide`", "ratio", "by hand, called", "recommendations and nodes read", "ratio")
    record.table("ready", head, rows)
    others = [(name.replace("_", "-"), *_row(times, f"{name}: decide, all read")) for name in GUIDELINES[1:]]
    others.insert(0, ("workload, doses as exact decimals", *_row(times, "workload: decide, read with doses")))
    record.table("all", ("guideline", "everything read", "times by hand"), others)


def _in_full(record: Record, times: dict[str, tuple[float, float]]) -> None:
    full = "workload: in full by hand"
    rows = [
        ("decide", f"{times[full][0]:.2f}", *_row(times, "workload: decide, in full")),
        (
            "decide, and read it all",
            f"{times[f'{full}, read'][0]:.2f}",
            *_row(times, "workload: decide, in full, read"),
        ),
    ]
    record.table("in full", ("what", "by hand", "library", "ratio"), rows)
    ratio = times["workload: decide, in full, read"][1]
    record.bar("the same answer in full, all of it read, beside if/else by hand: workload", ratio, "×", 1.5, 1.2)


def _mappings(record: Record, times: dict[str, tuple[float, float]]) -> None:
    rows = []
    for what, must, stretch in (("plain numbers", 1.2, 2.0), ("units", 1.0, 1.5)):
        ours, ratio = times[f"library, {what}"]
        rows.append((what, f"{times[f'pydantic, {what}'][0]:.2f}", f"{ours:.2f}", f"{1 / ratio:.2f}"))
        title = f"checked mapping and decision, {what}: times faster than pydantic and by hand"
        record.bar(title, 1 / ratio, "×", must, stretch, higher=True)
    record.table("mappings", ("mapping", "pydantic and by hand", "library", "times faster"), rows)


def _unknowns(record: Record, times: dict[str, tuple[float, float]]) -> None:
    shown = {
        "the bare trees": "the trees alone, which ask nothing about unknown values",
        "nothing unknown": "`decide`, nothing unknown",
        "one value unknown": "`decide`, one value unknown",
        "three values unknown": "`decide`, three values unknown",
    }
    rows = [(title, *_row(times, name)) for name, title in shown.items()]
    rows.append(("`explain`: every step, beside `decide`", *_row(times, "explain")))
    record.table("unknowns", ("patient", "µs", "ratio"), rows)
    record.bar("unknown handling, nothing unknown, beside the trees alone", times["nothing unknown"][1], "×", 1.2, 1.05)
    record.bar("one value unknown, beside the trees alone", times["one value unknown"][1], "×", 1.2, 1.05)
    record.bar("trace on, beside `decide`", times["explain"][1], "×", 2, 1.5)


def _peers(record: Record, times: dict[str, tuple[float, float]]) -> None:
    mapping = "peers: from_mapping and decide"
    names = [name for name, one in times.items() if one[1] and _is_engine(name)]
    ordered = sorted(names, key=lambda name: times[name][0])
    rows = [("library, ready patient", f"{times['peers: decide'][0]:.2f}", "1", "")]
    rows.append(("library, checked mapping", *_row(times, mapping), "1"))
    rows += [(_titled(name), *_beside(times, name, mapping)) for name in ordered]
    record.table("engines", ("engine", "µs", "times `decide`", "times a checked mapping and `decide`"), rows)
    full = [name for name in ordered if name.startswith(FULL_ENGINES) or name.endswith("dmn")]
    if not full:
        return
    title = f"the fastest full engine ({full[0]})"
    record.bar(f"`decide` on a ready patient: times faster than {title}", times[full[0]][1], "×", 20, 50, higher=True)
    checked = times[full[0]][0] / times[mapping][0]
    record.bar(f"checked mapping and `decide`: times faster than {title}", checked, "×", 20, 50, higher=True)
    single = [name for name in full if "batch" not in name][0]
    checked = times[single][0] / times[mapping][0]
    title = f"checked mapping and `decide`: times faster than the fastest single call ({single})"
    record.bar(title, checked, "×", 20, 50, higher=True)


def _is_engine(name: str) -> bool:
    words = ("peers: ", "pydantic", "library, ", "explain", "the bare", "nothing unknown", "one value", "three values")
    return not name.startswith((*words, *(f"{guideline}: " for guideline in GUIDELINES)))


def _titled(name: str) -> str:
    return name if name.startswith(FULL_ENGINES) or name.endswith("dmn") else f"{name} (expressions only)"


def _beside(times: dict[str, tuple[float, float]], name: str, mapping: str) -> Iterator[str]:
    microseconds, ratio = times[name]
    yield f"{microseconds:.3g}" if microseconds < 1000 else f"{microseconds:.0f}"
    yield f"{ratio:.0f}"
    yield f"{microseconds / times[mapping][0]:.1f}"


def _imports(record: Record, imports: dict[str, float]) -> None:
    rows = [
        ("`import careguides`, over a bare Python", f"{imports['package']:.2f}"),
        ("the first guideline reached", f"{imports['first']:.1f}"),
        ("a further guideline", f"{imports['second']:.1f}"),
    ]
    record.table("imports", ("what", "ms"), rows)
    record.bar("`import careguides` over bare Python", max(imports["package"], 0), "ms", 5, 2)
