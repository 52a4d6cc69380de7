"""Patients for the benchmarks, drawn from a seed: values a clinic would see, spread over every branch."""

from __future__ import annotations

from random import Random
from typing import Any

AT = "2026-11-21"
UNITS = {"plt": ("x10^9/L", "/uL", 1000), "anc": ("x10^9/L", "/uL", 1000), "hgb": ("g/dL", "g/L", 10)}
"""The declared unit, another one, and how many of the other make one of the declared."""
POUNDS = 0.45359237
COURSES = ("not tried", "under way", "responded", "failed", "not tolerated")


def workload(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Plain values of the workload's inputs."""
    random = Random(seed)
    return [_workload(random) for _ in range(count)]


def _workload(random: Random) -> dict[str, Any]:
    return {
        "plt": round(random.choice((random.uniform(0, 60), random.uniform(0, 150))), 0),
        "anc": round(random.uniform(0, 3), 2),
        "hgb": round(random.uniform(5, 16), 1),
        "fever": random.random() < 0.4,
        "infection": random.random() < 0.4,
        "bleeding": random.choice(("none", "minor", "significant", "life-threatening")),
        "months": random.randrange(40),
        "steroid": random.choice(("untested", "responsive", "dependent", "unresponsive")),
        "splenectomy": random.random() < 0.3,
        "rapid": random.random() < 0.2,
        "weight": round(random.uniform(40, 110), 1),
    }


def with_units(plain: dict[str, Any], seed: int) -> dict[str, Any]:
    """The same patient with units: counts and haemoglobin half in another unit, every other weight in pounds."""
    random, found = Random(seed), dict(plain)
    for key, (declared, other, size) in UNITS.items():
        swapped = random.random() < 0.5
        found[key] = {"value": round(plain[key] * size, 3), "unit": other} if swapped else _with(plain[key], declared)
    pounds = random.random() < 0.5
    found["weight"] = _with(round(plain["weight"] / POUNDS, 1), "lb") if pounds else _with(plain["weight"], "kg")
    return found


def in_declared_units(plain: dict[str, Any]) -> dict[str, Any]:
    """The same patient with every number in its declared unit."""
    units = {"plt": "x10^9/L", "anc": "x10^9/L", "hgb": "g/dL", "weight": "kg"}
    return {key: _with(value, units[key]) if key in units else value for key, value in plain.items()}


def _with(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit}


def itp_after_ivig(random: Random) -> dict[str, Any]:
    """A complete patient of the article; keys are Python names, values plain."""
    yes = [random.random() < 0.4 for _ in range(8)]
    return {
        "itp": True,
        "ivig_failed": True,
        "platelet_count": round(random.uniform(0, 40), 0),
        "time_since_itp_diagnosis": float(random.randrange(0, 30)),
        "bleeding": random.choice(("none", "minor", "significant")),
        "rapid_rise_needed": yes[0],
        "inadequate_steroid_control": yes[1],
        "splenectomy_failed": yes[2],
        "rituximab_course": random.choice(COURSES),
        "tpo_ra_course": random.choice(COURSES),
        "severe_unresponsive_disease": yes[3],
        "fit_for_splenectomy": yes[4],
        "stable_tpo_ra_dose": yes[5],
        "time_at_highest_tpo_ra_dose": float(random.randrange(0, 9)),
        "platelets_improved_on_tpo_ra": yes[6],
        "age": float(random.randrange(8, 90)),
        "weight": round(random.uniform(30, 110), 1),
        "height": round(random.uniform(120, 195), 0),
    }


def post_rituximab_cytopenia(random: Random) -> dict[str, Any]:
    """A complete patient of the article; ``platelets`` are plain numbers, one a week."""
    names = ("infection_suspected", "infection_found", "recurrent_infections", "low_immunoglobulins")
    names += ("haematinic_deficiency", "symptomatic_anaemia", "relevant_comorbidity", "fever", "more_rituximab_needed")
    names += ("neutrophils_normal",)
    return {
        "lupus_related_itp": True,
        "rituximab_received": True,
        "time_since_last_rituximab_dose": float(random.randrange(0, 30)),
        **{name: random.random() < 0.4 for name in names},
        "neutrophil_count": round(random.uniform(0, 2.5), 2),
        "haemoglobin": round(random.uniform(6, 12), 1),
        "platelets": [float(random.randrange(20, 200)) for _ in range(4)],
    }


def sle_pancytopenia(random: Random) -> dict[str, Any]:
    """A complete patient of the article; ``phase`` is where the patient is on the pathway."""
    names = ("response", "second_line_failed", "in_remission", "infection_evaluated", "other_causes_excluded")
    names += ("myelotoxic_medication", "concern_about_myelotoxicity", "high_infection_risk")
    names += ("hydroxychloroquine_contraindicated", "on_glucocorticoid")
    return {
        "lupus": True,
        "pancytopenia": True,
        "severity": random.choice(("less than severe", "severe", "life-threatening")),
        **{name: random.random() < 0.4 for name in names},
        "time_in_remission": float(random.randrange(0, 24)),
        "weight": round(random.uniform(40, 110), 1),
        "phase": random.choice(("acute-treatment", "second-line", "refractory", "maintenance")),
    }


ARTICLE_UNITS = {
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


def mapped(values: dict[str, Any]) -> dict[str, Any]:
    """An article's plain values as the library's mapping."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        if key == "platelets":
            days = ("2026-10-31", "2026-11-07", "2026-11-14", "2026-11-21")
            found[key] = [{**_with(one, "x10^9/L"), "on": day} for one, day in zip(value, days, strict=True)]
        elif key == "phase":
            found["phases"] = {"pancytopenia care": {"phase": value, "since": "2026-11-01"}}
        elif key.endswith("_course"):
            found[key] = {"status": value}
        else:
            found[key] = _with(value, ARTICLE_UNITS[key]) if key in ARTICLE_UNITS else value
    return found


def spoiled(mappings: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Mappings that must be refused: each has one fault."""
    good, found = mappings[0], []
    quantities = [key for key, value in good.items() if isinstance(value, dict)]
    faults = {"a text": "many", "NaN": float("nan"), "infinity": float("inf"), "too much": 1e6, "too little": -1.0}
    for key, value in good.items():
        number = key in quantities or (isinstance(value, int | float) and not isinstance(value, bool))
        for what, wrong in (faults if number else {"a wrong label": "perhaps"}).items():
            spoilt = {**value, "value": wrong} if key in quantities else wrong
            found.append((f"{key}: {what}", {**good, key: spoilt}))
        if key in quantities:
            found.append((f"{key}: a wrong unit", {**good, key: {**value, "unit": "mmHg"}}))
            found.append((f"{key}: no unit", {**good, key: {"value": value["value"]}}))
            found.append((f"{key}: a stray key", {**good, key: {**value, "note": "x"}}))
    return [*found, ("an unknown key", {**good, "platlets": 20.0}), ("whole", {**good, "months": 1.5})]
