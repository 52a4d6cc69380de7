"""Times one patient in the library that ``one_patient`` wrote: a plain script, run by any Python from 3.11 on.

    python measure_one_patient.py LIBRARY PACKAGE PATIENTS NODE_PEERS      prints JSON: times, versions, what is missing

Every contender's answers are compared before the clock starts; then all of them are timed in the same rounds.
"""

from __future__ import annotations

import json
import platform
import sys
from importlib import import_module, metadata
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import articles_by_hand  # noqa: E402
import by_hand  # noqa: E402
import drawn_patients  # noqa: E402
import engines  # noqa: E402
import in_full_by_hand  # noqa: E402
import reading  # noqa: E402
from importing import imports  # noqa: E402
from node_engines import NodeEngines  # noqa: E402
from timing import Contender, timed  # noqa: E402

AT = drawn_patients.AT
ARTICLES = ("itp_after_ivig", "post_rituximab_cytopenia", "sle_pancytopenia")
FEW = 200
"""Patients for engines that take far longer than the library."""
PEERS = ("bkflow-dmn", "durable_rules", "json-logic-qubit", "pydantic", "rule-engine", "zen-engine")


def ready(library: str, module: str, mappings: list[dict[str, Any]]) -> tuple[Any, list[Any]]:
    """A guideline's module and its patients."""
    found = import_module(f"{library}.{module}")
    return found, [found.Patient.from_mapping(mapping, at=AT) for mapping in mappings]


def on_the_workload(library: str, plain: list[dict[str, Any]]) -> list[Contender]:
    """A ready patient of the workload: ``decide`` beside both hand-written functions."""
    complete = [drawn_patients.in_declared_units(one) for one in plain]
    module, patients = ready(library, "benchmark_workload", complete)
    hand = [by_hand.Patient(**one) for one in plain]
    in_full_by_hand.borrow(hand, [module.decide(one) for one in patients])
    reading.same_on_the_workload(module, hand, patients)
    names, full = "workload: names by hand", "workload: in full by hand"
    return [
        Contender(names, names, by_hand.decide, hand),
        Contender("workload: decide", names, module.decide, patients),
        Contender(f"{names}, read", f"{names}, read", reading.unpacked, hand),
        Contender("workload: decide, read", f"{names}, read", reading.read(module), patients),
        Contender("workload: decide, read with doses", f"{names}, read", reading.read_with_doses(module), patients),
        Contender(full, full, in_full_by_hand.decide, hand),
        Contender(f"{full}, read", f"{full}, read", reading.read_with_doses(in_full_by_hand), hand),
        Contender("workload: decide, in full", full, module.decide, patients),
        Contender("workload: decide, in full, read", f"{full}, read", reading.read_with_doses(module), patients),
    ] + unknowns_and_trace(library, module, complete, patients)


def unknowns_and_trace(
    library: str, module: Any, complete: list[dict[str, Any]], patients: list[Any]
) -> list[Contender]:
    """What not knowing and explaining cost, beside the bare trees and beside ``decide``."""
    random = Random(3)
    fewer = [without(one, random.sample(sorted(one), 1)) for one in complete]
    least = [without(one, random.sample(sorted(one), 3)) for one in complete]
    bare = "the bare trees"
    return [
        Contender(bare, bare, reading.without_unknowns(module), patients),
        Contender("nothing unknown", bare, module.decide, patients),
        Contender("one value unknown", bare, module.decide, ready(library, "benchmark_workload", fewer)[1]),
        Contender("three values unknown", bare, module.decide, ready(library, "benchmark_workload", least)[1]),
        Contender("explain", "nothing unknown", module.explain, patients),
    ]


def without(mapping: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    """A mapping without some keys."""
    return {key: value for key, value in mapping.items() if key not in keys}


def on_an_article(library: str, name: str) -> list[Contender]:
    """A ready patient of an article: ``decide`` beside the hand-written function."""
    random, draw = Random(2), getattr(drawn_patients, name)
    values = [draw(random) for _ in range(1000)]
    module, patients = ready(library, name, [drawn_patients.mapped(one) for one in values])
    hand = [articles_by_hand.Values(**one) for one in values]
    by = getattr(articles_by_hand, name)
    for one, patient in zip(hand, patients, strict=True):
        assert set(by(one)) == reading.outcomes(module.decide(patient)), (name, patient, by(one))
    return [
        Contender(f"{name}: by hand", f"{name}: by hand", by, hand),
        Contender(f"{name}: decide", f"{name}: by hand", module.decide, patients),
        Contender(f"{name}: by hand, read", f"{name}: by hand, read", reading.returned(by), hand),
        Contender(f"{name}: decide, read", f"{name}: by hand, read", reading.read(module), patients),
        Contender(f"{name}: decide, all read", f"{name}: by hand, read", reading.read_all(module), patients),
    ]


def mappings(library: str, plain: list[dict[str, Any]]) -> list[Contender]:
    """A validated mapping and its decision, beside pydantic and the hand-written function."""
    import validated_by_pydantic as pydantic

    simple = import_module(f"{library}.benchmark_workload_plain")
    module = import_module(f"{library}.benchmark_workload")
    units = [drawn_patients.with_units(one, at) for at, one in enumerate(plain)]
    reading.same_on_mappings(simple, pydantic.plain, plain)
    reading.same_on_mappings(module, pydantic.with_units, units)
    reading.same_refusals(simple, pydantic.plain, plain, drawn_patients.spoiled(plain))
    reading.same_refusals(module, pydantic.with_units, units, drawn_patients.spoiled(units))
    numbers, quantities = "pydantic, plain numbers", "pydantic, units"
    return [
        Contender(numbers, numbers, pydantic.plain, plain),
        Contender("library, plain numbers", numbers, reading.from_mapping(simple), plain),
        Contender(quantities, quantities, pydantic.with_units, units),
        Contender("library, units", quantities, reading.from_mapping(module), units),
    ]


def peers(library: str, plain: list[dict[str, Any]], node: NodeEngines | None) -> tuple[list[Contender], list[str]]:
    """Other engines on the same plain values, and those that are not installed."""
    simple, patients = ready(library, "benchmark_workload_plain", plain)
    base, few = "peers: decide", plain[:FEW]
    leaves = [by_hand.decide(by_hand.Patient(**one))[1] for one in plain]
    contenders = [
        Contender(base, base, simple.decide, patients),
        Contender("peers: from_mapping and decide", base, reading.from_mapping(simple), plain),
    ]
    missing = []
    for name, make in engines.ENGINES.items():
        decide = make()
        if decide is None:
            missing.append(name)
            continue
        asked = few[:20] if name == "bkflow-dmn" else few
        assert [engines.leaves_of(decide(one)) for one in asked] == leaves[: len(asked)], name
        contenders.append(Contender(name, base, decide, asked))
    batch = engines.zen_batch()
    if batch is not None:
        assert engines.leaves_of_batch(batch(plain)) == leaves, "zen-engine's batch"
        contenders.append(Contender("zen-engine, its batch", base, batch, [plain], calls=len(plain)))
    for name in node.names if node else ():
        assert node is not None and node.leaves(name) == leaves[:FEW], name
        contenders.append(Contender(name, base, elsewhere=lambda name=name, node=node: node.microseconds(name)))
    return contenders, missing if node else [*missing, "engines from npm"]


def versions() -> dict[str, str]:
    """The peers from PyPI that are installed."""
    found = {}
    for name in PEERS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def main(folder: str, library: str, count: int, node_peers: str) -> None:
    """Print everything as JSON."""
    sys.path.insert(0, folder)
    plain = list(islice(drawn_patients.workload(count), count))
    node = NodeEngines(node_peers, plain[:FEW]) if Path(node_peers, "node_modules").is_dir() else None
    contenders = on_the_workload(library, plain)
    for name in ARTICLES:
        contenders += on_an_article(library, name)
    others, missing = peers(library, plain, node)
    contenders += (mappings(library, plain) if "pydantic" in versions() else []) + others
    times = timed(contenders)
    if node:
        node.close()
    software = {"Python": f"{platform.python_implementation()} {platform.python_version()}", **versions()}
    kept = {name: (one.microseconds, one.ratio) for name, one in times.items()}
    print(json.dumps({"times": kept, "software": software, "missing": missing, "imports": imports(folder, library)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
