"""Names of scenarios: no two of one feature are the same, as a runner may keep only the last of two."""

from __future__ import annotations

from caretree.scenarios.scenario import Scenarios


def scenario_names(scenarios: Scenarios) -> dict[tuple[str, int, int], str]:
    """The name of every table, by its feature's identity and the positions of its rule and of itself."""
    found: dict[tuple[str, int, int], str] = {}
    for feature in scenarios.features:
        taken: set[str] = set()
        for at, rule in enumerate(feature.rules):
            for place, table in enumerate(rule.tables):
                name, count = table.name, 1
                while name in taken:
                    count += 1
                    name = f"{table.name} ({count})"
                taken.add(name)
                found[feature.id, at, place] = name
    return found
