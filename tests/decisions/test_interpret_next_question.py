"""The next question: what settles most, urgent first, cheapest first, then the order of the file."""

from __future__ import annotations

from typing import Any

from written import HEADER, decided, graph_of

BODY = """
inputs:
  fever:
    is yes or no
    may be unknown
    costs laboratory
  rash:
    is yes or no
    may be unknown
    costs bedside
  ANC:
    is a quantity in x10^9/L, plausible 0 to 100
    may be unknown
    costs laboratory
  platelets:
    is a series of quantities in x10^9/L, plausible 0 to 3000
    may be unknown

actions:
  a:
    is a test
  b:
    is a test
  c:
    is a test
  d:
    is a test
"""


def asked(body: str, patient: dict[str, Any] | None = None, header: str = HEADER) -> str | None:
    return decided(graph_of(body, header), patient or {}, with_next_question=True).next_question


def extras(*pairs: tuple[str, str]) -> str:
    lines = [f"  also when {condition}:\n    recommend {action}\n" for condition, action in pairs]
    return BODY + "\ndecision blood:\n" + "".join(lines)


def test_the_input_that_settles_most_is_asked() -> None:
    """fever settles two results in every case, rash one."""
    assert asked(extras(("rash", "a"), ("fever", "b"), ("fever", "c"))) == "fever"


def test_the_worst_region_counts_before_the_mean() -> None:
    """No fever would settle both results, but fever none; rash always settles one."""
    assert asked(extras(("fever and ANC is below 1 x10^9/L", "a"), ("rash", "b"))) == "rash"


def test_the_cheaper_of_equals_is_asked_then_the_first_in_the_file() -> None:
    """rash costs less than fever; fever and ANC cost the same."""
    assert asked(extras(("fever", "a"), ("rash", "b"))) == "rash"
    assert asked(extras(("ANC is below 1 x10^9/L", "a"), ("fever", "b"))) == "fever"


def test_what_an_urgent_offer_waits_for_is_asked_first() -> None:
    """Urgency goes before how much is settled."""
    body = extras(("rash", "a"), ("rash", "b"), ("fever", "c"))
    assert asked(body) == "rash"
    assert asked(body.replace("  c:\n    is a test\n", "  c:\n    is a test\n    urgent\n")) == "fever"


def test_the_scope_is_asked_before_everything() -> None:
    """While it is unknown whether the guideline applies, nothing else is worth asking."""
    header = HEADER.replace("  status draft\n", "  status draft\n  applies when fever\n")
    body = extras(("rash", "a"), ("rash", "b"))
    assert asked(body, header=header) == "fever"
    assert asked(body, {"fever": True}, header) == "rash"
    assert asked(body, {"fever": False}, header) is None


def test_a_number_is_judged_by_the_thresholds_it_is_compared_with() -> None:
    """Below 0.5 ANC settles one of two results and leaves the other to rash; rash never settles more than one."""
    body = extras(("ANC is below 0.5 x10^9/L", "a"), ("ANC is below 1 x10^9/L", "b"), ("rash", "c"))
    assert asked(body) == "anc"
    assert asked(body, {"ANC": {"value": 300, "unit": "/uL"}}) == "rash"


def test_a_series_counts_what_waits_for_it_alone() -> None:
    """Two results wait for the platelets alone, one for rash."""
    both = extras(
        ("the latest platelets is below 30 x10^9/L", "a"), ("number of platelets is at least 2", "b"), ("rash", "c")
    )
    assert asked(both) == "platelets"


def test_nothing_is_asked_when_nothing_is_open() -> None:
    """Certain advice needs no question, whatever is unknown."""
    assert asked(BODY + "\ndecision blood:\n  recommend a\n") is None


DOSED = """\
inputs:
  fever:
    is yes or no
    may be unknown
  weight:
    is a quantity in kg, plausible 2 to 200
    may be unknown
  BSA:
    is a quantity in m2, plausible 0.2 to 3
    may be unknown

actions:
  a:
    drug a
    dose 2 mg/kg of weight orally once daily for 3 days
    at most 200 mg per day
  b:
    drug b
    dose 3 mg/m2 of BSA orally once daily for 3 days
    at most 200 mg per day

options drugs:
  b:
    ruled out when fever
  a
"""


def test_what_the_dose_of_an_offer_lacks_is_asked_last() -> None:
    """Nothing is undecided, but the dose is."""
    body = DOSED.replace("options drugs:\n  b:\n    ruled out when fever\n  a\n", "")
    advised = body + "\ndecision care:\n  recommend a\n  also when fever:\n    nothing further\n"
    assert asked(advised) == "weight"
    assert asked(advised, {"weight": {"value": 70, "unit": "kg"}}) is None


def test_what_the_dose_of_an_option_lacks_is_asked_too() -> None:
    """An option that is in has a dose to be worked out; one that is ruled out has not."""
    chosen = DOSED + "\ndecision care:\n  should use one of drugs\n"
    weight, bsa = {"weight": {"value": 70, "unit": "kg"}}, {"BSA": {"value": 2, "unit": "m2"}}
    assert asked(chosen) == "fever"
    assert asked(chosen, {"fever": False}) == "bsa"
    assert asked(chosen, {"fever": False, **bsa}) == "weight"
    assert asked(chosen, {"fever": True}) == "weight"
    assert asked(chosen, {"fever": True, **weight}) is None
