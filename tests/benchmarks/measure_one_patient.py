"""Times one patient in the library that ``one_patient`` wrote: a plain script, run by any Python from 3.11 on."""

from __future__ import annotations

import compileall
import platform
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import articles_by_hand  # noqa: E402
import by_hand  # noqa: E402
import drawn_patients  # noqa: E402
import engines  # noqa: E402
from timing import Contender, table, timed  # noqa: E402

AT = drawn_patients.AT
ARTICLES = ("itp_after_ivig", "post_rituximab_cytopenia", "sle_pancytopenia")


def everything(module: Any) -> Callable[[Any], Any]:
    """Decide, and read what the workload asks for: recommendations, leaves, and the dose as an exact decimal."""
    decide = module.decide

    def read(patient: Any) -> Any:
        answer = decide(patient)
        for one in answer.recommendations:
            if one.dose is not None:
                return answer.recommendations, answer.path, one.dose.low
        return answer.recommendations, answer.path, None

    return read


def advice(module: Any) -> Callable[[Any], Any]:
    """Decide, and read recommendations and leaves."""
    decide = module.decide

    def read(patient: Any) -> Any:
        answer = decide(patient)
        return answer.recommendations, answer.path

    return read


def same_on_the_workload(module: Any, plain: list[dict[str, Any]], patients: list[Any]) -> None:
    """Stop unless the library and the hand-written function say the same of every patient."""
    for values, patient in zip(plain, patients, strict=True):
        recommendations, leaves, dose = by_hand.decide(by_hand.Patient(**values))
        said, path, amount = everything(module)(patient)
        assert {one.action for one in said} == {name.lower() for name in recommendations}, (values, said)
        assert len(path) == len(leaves) and (None if amount is None else float(amount)) == dose, (values, amount)


def ready(library: str, module: str, mappings: list[dict[str, Any]]) -> tuple[Any, list[Any]]:
    """A guideline's module and its patients."""
    found = import_module(f"{library}.{module}")
    return found, [found.Patient.from_mapping(mapping, at=AT) for mapping in mappings]


def ready_patients(library: str, plain: list[dict[str, Any]]) -> list[str]:
    """``decide`` on a ready patient beside the hand-written function."""
    module, patients = ready(library, "benchmark_workload", [drawn_patients.in_declared_units(one) for one in plain])
    same_on_the_workload(module, plain, patients)
    hand = [by_hand.Patient(**one) for one in plain]
    rows = timed(
        [
            Contender("hand-written if/else", by_hand.decide, hand),
            Contender("decide", module.decide, patients),
            Contender("decide, recommendations and leaves read", advice(module), patients),
            Contender("decide, everything read, doses as exact decimals", everything(module), patients),
        ]
    )
    parts = [table("A ready patient: the workload", rows)]
    return parts + [article(library, name) for name in ARTICLES]


def article(library: str, name: str) -> str:
    """One article: ``decide`` beside the hand-written function."""
    random, draw = Random(2), getattr(drawn_patients, name)
    values = [draw(random) for _ in range(1000)]
    module, patients = ready(library, name, [mapped(name, one) for one in values])
    hand = [articles_by_hand.Values(**one) for one in values]
    by = getattr(articles_by_hand, name)
    for one, patient in zip(hand, patients, strict=True):
        assert set(by(one)) == said(module.decide(patient)), (name, patient, by(one))
    rows = timed(
        [
            Contender("hand-written if/else", by, hand),
            Contender("decide", module.decide, patients),
            Contender("decide, recommendations and leaves read", advice(module), patients),
        ]
    )
    return table(f"A ready patient: {name.replace('_', '-')}", rows)


def said(answer: Any) -> set[str]:
    """The outcomes of an answer."""
    found = {one.id for one in answer.recommendations}
    found |= {f"choice:{one.id}:{one.mode}" for one in answer.choices}
    return found | {f"gap:{one.id}" for one in answer.gaps} | {f"conflict:{one.id}" for one in answer.conflicts}


UNITS = {
    "platelet_count": "x10^9/L",
    "time_since_itp_diagnosis": "months",
    "time_at_highest_tpo_ra_dose": "weeks",
    "age": "years",
    "weight": "kg",
    "height": "cm",
    "time_since_last_rituximab_dose": "weeks",
    "neutrophil_count": "x10^9/L",
    "haemoglobin": "g/dL",
    "time_in_remission": "months",
}


def mapped(name: str, values: dict[str, Any]) -> dict[str, Any]:
    """An article's plain values as the library's mapping."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        if key == "platelets":
            days = ("2026-10-31", "2026-11-07", "2026-11-14", "2026-11-21")
            found[key] = [{"value": one, "unit": "x10^9/L", "on": day} for one, day in zip(value, days, strict=True)]
        elif key == "phase":
            found["phases"] = {"pancytopenia care": {"phase": value, "since": "2026-11-01"}}
        elif key.endswith("_course"):
            found[key] = {"status": value}
        else:
            found[key] = {"value": value, "unit": UNITS[key]} if key in UNITS else value
    return found


def mappings(library: str, plain: list[dict[str, Any]]) -> list[str]:
    """A validated mapping and its decision, beside pydantic and the hand-written function."""
    module = import_module(f"{library}.benchmark_workload")
    simple = import_module(f"{library}.benchmark_workload_plain")
    units = [drawn_patients.with_units(one, at) for at, one in enumerate(plain)]
    ours = Contender("from_mapping and decide", decided(simple), plain)
    ours_units = Contender("from_mapping and decide", decided(module), units)
    try:
        import validated_by_pydantic as pydantic
    except ImportError:
        return ["pydantic is not installed in this Python: its rows are left out.\n"]
    peer = Contender("pydantic and hand-written", pydantic.plain, plain)
    peer_units = Contender("pydantic and hand-written", pydantic.with_units, units)
    return [
        table("A mapping of plain numbers", timed([peer, ours])),
        table("A mapping of numbers with units, half of them in another unit", timed([peer_units, ours_units])),
    ]


def decided(module: Any) -> Callable[[Any], Any]:
    """Read a mapping and decide."""
    read, decide = module.Patient.from_mapping, module.decide
    return lambda mapping: decide(read(mapping, AT))


def unknowns_and_trace(library: str, plain: list[dict[str, Any]]) -> list[str]:
    """What not knowing and explaining cost, beside the bare trees."""
    complete = [drawn_patients.in_declared_units(one) for one in plain]
    module, patients = ready(library, "benchmark_workload", complete)
    random = Random(3)
    fewer = [without(one, random.sample(sorted(one), 1)) for one in complete]
    least = [without(one, random.sample(sorted(one), 3)) for one in complete]
    i, n, h, found = module._plain_i, module._plain_n, module._plain_h, module.FINDINGS
    rows = timed(
        [
            Contender("the bare trees, nothing unknown", lambda p: found[i(p) + n(p) + h(p)], patients),
            Contender("decide, nothing unknown", module.decide, patients),
            Contender("decide, one value unknown", module.decide, ready(library, "benchmark_workload", fewer)[1]),
            Contender("decide, three values unknown", module.decide, ready(library, "benchmark_workload", least)[1]),
            Contender("explain: decide with its trace", module.explain, patients),
        ]
    )
    return [table("Unknown values, and a trace", rows)]


def without(mapping: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    """A mapping without some keys."""
    return {key: value for key, value in mapping.items() if key not in keys}


def peers(library: str, plain: list[dict[str, Any]]) -> list[str]:
    """Other engines on the same plain values, one patient at a time; zen-engine's batch is counted for one patient."""
    simple, patients = ready(library, "benchmark_workload_plain", plain)
    few = plain[:200]
    contenders = [
        Contender("decide, ready patient", simple.decide, patients),
        Contender("from_mapping and decide", decided(simple), plain),
    ]
    missing = []
    for name, make in engines.ENGINES.items():
        decide = make()
        if decide is None:
            missing.append(name)
        else:
            contenders.append(Contender(name, decide, few))
    batch = engines.zen_batch()
    if batch is not None:
        contenders.append(Contender("zen-engine, batch", per_patient(batch, plain), [None] * len(plain)))
    note = f"Not installed in this Python: {', '.join(missing)}." if missing else ""
    return [table("Other engines", timed(contenders, rounds=7), note)]


def per_patient(batch: Callable[[list[dict[str, Any]]], Any], plain: list[dict[str, Any]]) -> Callable[[Any], Any]:
    """A call that does the whole batch the first of as many times as there are patients."""
    turns = cycle(range(len(plain)))

    def work(_: Any) -> Any:
        return batch(plain) if next(turns) == 0 else None

    return work


def imports(folder: str, library: str) -> str:
    """Milliseconds to import the package, then to reach a first and a second guideline; medians of new processes."""
    compileall.compile_dir(str(Path(folder) / library), quiet=1)
    code = (
        f"import sys, time; sys.path.insert(0, {folder!r}); t = time.process_time\n"
        f"a = t(); import {library} as g; b = t()\n"
        "g.itp_after_ivig; c = t(); g.sle_pancytopenia; d = t(); print(b - a, c - b, d - c)"
    )
    runs = [
        [float(one) * 1000 for one in subprocess.check_output([sys.executable, "-c", code], text=True).split()]
        for _ in range(11)
    ]
    package, first, second = (sorted(column)[5] for column in zip(*runs, strict=True))
    return (
        "### Import\n\n| what | ms |\n|---|---:|\n"
        f"| import of the package | {package:.2f} |\n| first guideline reached | {first:.1f} |\n"
        f"| second guideline reached | {second:.2f} |\n"
    )


def main(folder: str, library: str, count: int) -> None:
    """Print every table."""
    sys.path.insert(0, folder)
    plain = list(islice(drawn_patients.workload(count), count))
    print(f"{platform.python_implementation()} {platform.python_version()}, {processor()}, {count} patients\n")
    print(imports(folder, library))
    for part in (ready_patients, mappings, unknowns_and_trace, peers):
        print("\n".join(part(library, plain)), flush=True)


def processor() -> str:
    """What the machine says it is."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
