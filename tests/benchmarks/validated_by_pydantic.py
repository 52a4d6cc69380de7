"""The workload's patient as a pydantic model with the library's checks: types, labels, ranges, unknown keys, NaN."""

from __future__ import annotations

from typing import Any, Literal

import by_hand
from pydantic import BaseModel, ConfigDict, Field

STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
Bleeding = Literal["none", "minor", "significant", "life-threatening"]
Steroid = Literal["untested", "responsive", "dependent", "unresponsive"]


class Plain(BaseModel):
    """Plain numbers; any value may be missing, as in the guideline."""

    model_config = STRICT
    plt: float | None = Field(None, ge=0, le=3000)
    anc: float | None = Field(None, ge=0, le=60)
    hgb: float | None = Field(None, ge=2, le=25)
    fever: bool | None = None
    infection: bool | None = None
    bleeding: Bleeding | None = None
    months: int | None = Field(None, ge=0, le=1200)
    steroid: Steroid | None = None
    splenectomy: bool | None = None
    rapid: bool | None = None
    weight: float | None = Field(None, ge=2, le=300)


class Count(BaseModel):
    """A cell count with its unit."""

    model_config = STRICT
    value: float
    unit: Literal["x10^9/L", "/uL"]


class Haemoglobin(BaseModel):
    """A haemoglobin with its unit."""

    model_config = STRICT
    value: float
    unit: Literal["g/dL", "g/L"]


class Weight(BaseModel):
    """A weight with its unit."""

    model_config = STRICT
    value: float
    unit: Literal["kg", "lb"]


class WithUnits(BaseModel):
    """Numbers with units."""

    model_config = STRICT
    plt: Count | None = None
    anc: Count | None = None
    hgb: Haemoglobin | None = None
    fever: bool | None = None
    infection: bool | None = None
    bleeding: Bleeding | None = None
    months: int | None = Field(None, ge=0, le=1200)
    steroid: Steroid | None = None
    splenectomy: bool | None = None
    rapid: bool | None = None
    weight: Weight | None = None


FACTORS = {"x10^9/L": 1.0, "/uL": 0.001, "g/dL": 1.0, "g/L": 0.1, "kg": 1.0, "lb": 0.45359237}


def _ready(quantity: Any, low: float, high: float) -> float:
    """A quantity in its declared unit, inside its range; floats are converted in floating point."""
    value: float = quantity.value * FACTORS[quantity.unit]
    if not low <= value <= high:
        raise ValueError("outside the plausible range")
    return value


def plain(mapping: dict[str, Any]) -> by_hand.Said:
    """Validated by pydantic, decided by hand."""
    return by_hand.decide(Plain.model_validate(mapping))  # type: ignore[arg-type]


def with_units(mapping: dict[str, Any]) -> by_hand.Said:
    """Validated by pydantic, converted and decided by hand."""
    given: Any = WithUnits.model_validate(mapping)
    return by_hand.decide(
        by_hand.Patient(
            _ready(given.plt, 0, 3000),
            _ready(given.anc, 0, 60),
            _ready(given.hgb, 2, 25),
            given.fever,
            given.infection,
            given.bleeding,
            given.months,
            given.steroid,
            given.splenectomy,
            given.rapid,
            _ready(given.weight, 2, 300),
        )
    )
