"""One true, one false and one undecidable guideline for every kind of promise a guideline is held to.

    "due move"    go when fever, stay when not fever      proved
                  go when fever                           failed, with a patient
                  go when not ODD                         not proved: true, and out of the solver's reach

``ODD`` holds for nobody, which only someone who adds up lists can see: a total below the highest value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from small_guidelines import HEAD, INPUTS

ODD = "the total platelets is below the highest platelets"
NOT_ODD = "the total platelets is at least the highest platelets"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of obligation, by its number in the list of what is proved. ``shown`` is whether a failure has a
    patient; ``beyond`` is empty where the question never needs the solver."""

    item: int
    kind: str
    true: str
    false: str
    beyond: str = ""
    partial: bool = False
    shown: bool = True

    @property
    def name(self) -> str:
        """What the kind is called in a test's name."""
        return f"{self.item} {self.kind}{', partly known' if self.partial else ''}"


def written(body: str, *, actions: str = "", more: str = "", applies: str = "", unknown: tuple[str, ...] = ()) -> str:
    """A guideline around one decision; ``more`` are blocks of definitions and impossible facts of its own."""
    inputs = INPUTS
    for name in unknown:
        inputs = inputs.replace(f'    asks "{name}?"\n', f'    asks "{name}?"\n    may be unknown\n')
    inputs = inputs.replace("definitions:\n", f"definitions:\n{more}", 1)
    inputs = inputs.replace("actions:\n  advice\n", f"actions:\n  advice\n{actions}")
    head = HEAD.replace("  status draft\n", f"  status draft\n  applies when {applies}\n") if applies else HEAD
    return f"{head}{inputs}{body}"


def decided(lines: str, rules: str = "", **more: object) -> str:
    """One decision and perhaps a safety rule."""
    body = "decision all:\n" + "".join(f"  {line}\n" for line in lines.split("\n"))
    return written(body + (f"\nsafety rules:\n  {rules} [1.1]\n" if rules else ""), **more)  # type: ignore[arg-type]


OTHER = "  other thing\n"
PILL = (
    "  pill:\n    drug pill, RxNorm 11 unverified\n    dose {dose} orally once daily for 3 days [1.1]\n"
    "    not stated: maximum\n"
)
OFFER, AGAIN, NOTHING = "recommend advice [1.1]", "recommend other thing [1.1]", "nothing further [1.1]"


def fork(one: str, other: str) -> str:
    """Two branches that say what they are for."""
    return decided(f"when {one}:\n  {OFFER}\nwhen {other}:\n  {NOTHING}")


def restricted(when: str, rule: str, **more: object) -> str:
    """Advice for some, and a rule about it."""
    return decided(f"when {when}:\n  {OFFER}\notherwise:\n  {NOTHING}", rule, **more)


def beside(when: str, line: str, rule: str = "", **more: object) -> str:
    """Advice for everybody, and a line for some."""
    return decided(f"{OFFER}\nalso when {when}:\n  {line}", rule, actions=OTHER, **more)


def treatments(out: str, **more: object) -> str:
    """A choice of two, either of which may be ruled out."""
    options = f"\noptions treatments:\n  advice:\n    ruled out when fever\n  other thing:\n    ruled out when {out}\n"
    return written(
        f"decision all:\n  should use one of treatments [1.1]\n{options}",
        actions=OTHER,
        **more,  # type: ignore[arg-type]
    )


def care(*moves: str) -> str:
    """A pathway of two phases; the first is assessed."""
    lines = "".join(f"    {move}\n" for move in moves)
    return written(
        "pathway care:\n  phase first:\n    decide all\n    assess response from 2 to 4 weeks\n"
        f"{lines}  phase second:\n    end when fever\n    stay when not fever\n\ndecision all:\n  {OFFER}\n"
    )


def assumed(fact: str) -> str:
    """Rash is assumed when it is not recorded, beside an impossible fact."""
    text = restricted("rash", "never offer advice when cough and not cough").replace("safety rules:", "# none:")
    text = text[: text.index("\n# none:")] + "\n"
    text = text.replace(
        '    asks "Rash?"\n', '    asks "Rash?"\n    when not recorded, assume yes\n      note "Made up."\n'
    )
    return text.replace("  ANC is above WBC\n", f"  ANC is above WBC\n  {fact}\n")


def divided(by_zero: str) -> str:
    """A formula that divides by nought for some."""
    more = (
        f"  divisor is calculated as:\n    when {by_zero}:\n      0\n    otherwise:\n      1\n"
        "  share is calculated as:\n    1 / divisor\n"
    )
    return restricted("share is above 0", "never offer advice when share is below 0", more=more).replace(
        "\nsafety rules:\n  never offer advice when share is below 0 [1.1]\n", ""
    )


DEAD = "when {when}:\n  " + OFFER + "\notherwise:\n  " + NOTHING

KINDS = (
    Kind(1, "complete", fork("ANC is below 1 x10^9/L", "ANC is at least 1 x10^9/L"),
        fork("ANC is below 1 x10^9/L", "ANC is above 1 x10^9/L"),
        fork("fever", f"not fever and {NOT_ODD}")),
    Kind(1, "disjoint", fork("ANC is below 1 x10^9/L", "ANC is at least 1 x10^9/L"),
         fork("ANC is at most 1 x10^9/L", "ANC is at least 1 x10^9/L"),
         fork(f"fever or {ODD}", "not fever")),
    Kind(2, "alive", decided(DEAD.format(when="fever")), decided(DEAD.format(when="fever and not fever")),
         decided(DEAD.format(when=ODD)), shown=False),
    Kind(3, "safety rule", restricted("fever", "never offer advice unless fever"),
         restricted("fever or rash", "never offer advice unless fever"),
         restricted(f"fever or {ODD}", "never offer advice unless fever")),
    Kind(4, "no contradiction",
         decided(f"when fever:\n  {OFFER}\notherwise:\n  do not use advice [1.1]"),
         beside("fever", "do not use advice [1.1]"), beside(ODD, "do not use advice [1.1]")),
    Kind(5, "dose limit", decided("recommend pill [1.1]", "never exceed 20 mg per day of pill",
                                  actions=PILL.format(dose="20 mg")),
         decided("recommend pill [1.1]", "never exceed 20 mg per day of pill",
                 actions=PILL.format(dose="1 mg/kg of weight")),
         decided("recommend pill [1.1]", "never exceed 20 mg per day of pill",
                 actions=PILL.format(dose="20 mg").replace(" once daily", "").replace(
                     "maximum", "frequency, maximum"))),
    Kind(5, "dose sign", decided("recommend pill [1.1]", actions=PILL.format(dose="1 mg/kg of weight")),
         decided("recommend pill [1.1]", actions=PILL.format(dose="1 mg/kg of weight")).replace(
             "plausible 2 to 300", "plausible -2 to 300"),
         beside(ODD, "recommend pill [1.1]").replace(OTHER, OTHER + PILL.format(dose="1 mg/kg of weight")).replace(
             "plausible 2 to 300", "plausible -2 to 300")),
    Kind(5, "enough options", treatments("not fever and rash"), treatments("fever and rash"), treatments(ODD)),
    Kind(6, "transitions", care("go to second when fever", "stay when not fever"),
         care("go to second when fever", "stay when rash or not fever"),
         care("go to second when fever", f"stay when not fever or {ODD}")),
    Kind(6, "reachable", care("go to second when fever", "stay when not fever"), care("end when fever"), shown=False),
    Kind(6, "can end", care("go to second when fever", "stay when not fever"),
         care("go to second when fever", "stay when not fever").replace(" end when fever\n", " stay when fever\n"),
         shown=False),
    Kind(10, "population", decided(OFFER, applies="fever"), decided(OFFER, applies="fever and not fever"),
         decided(OFFER, applies=ODD), shown=False),
    Kind(10, "not vacuous", restricted("fever", "never offer advice when rash and not fever"),
         restricted("fever", "never offer advice when rash and not rash"),
         restricted("fever", f"never offer advice when {ODD}"), shown=False),
    Kind(11, "follows", beside("fever", "recommend other thing, after advice [1.1]"),
         decided(f"recommend advice, after other thing [1.1]\nalso when fever:\n  {AGAIN}", actions=OTHER),
         decided(f"recommend advice, after other thing [1.1]\nalso when {NOT_ODD}:\n  {AGAIN}", actions=OTHER)),
    Kind(12, "defined", divided("fever and not fever"), divided("fever"), divided(ODD)),
    Kind(13, "due move", care("go to second when fever", "stay when not fever"), care("go to second when fever"),
         care(f"go to second when {NOT_ODD}")),
    Kind(14, "complete", fork("glucose is at least 5.1 mmol/L or 92 mg/dL", "glucose is below 5.1 mmol/L or 92 mg/dL"),
         fork("glucose is above 5.1 mmol/L or 92 mg/dL", "glucose is below 5.1 mmol/L or 92 mg/dL"),
         fork("glucose is at least 5.1 mmol/L or 92 mg/dL",
              f"glucose is below 5.1 mmol/L or 92 mg/dL and {NOT_ODD}")),
    Kind(15, "assumption", assumed("cough and not rash"), assumed("cough and rash"),
         assumed(f"{ODD} and rash")),
    Kind(3, "safety rule", beside("fever", AGAIN, "always offer advice when rash", unknown=("Rash",)),
         decided(f"also when fever:\n  {OFFER}\nalso when not fever:\n  {OFFER}", "always offer advice",
                 unknown=("Fever",)),
         decided(f"also when weight is above 200 kg:\n  {AGAIN}\nalso when BMI is above 25:\n  {OFFER}",
                 "never offer other thing without advice", actions=OTHER, unknown=("Height",)), partial=True),
    Kind(5, "enough options", treatments("not fever and rash", unknown=("Fever", "Rash")), "",
         treatments(ODD, unknown=("Fever", "Platelets")), partial=True),
)  # fmt: skip
"""Numbers 7, 8 and 9 (examples, statements, unused declarations) are read, never asked of the solver. Options that must
be ruled out while something is unknown are ruled out for everybody: a choice with enough options for complete patients
has enough for all, unless the solver cannot follow it."""

SOUND = restricted("fever", "never offer advice unless fever")
ALL_UNKNOWN = re.sub(r'(    asks "[^"]*"\n)', r"\1    may be unknown\n", SOUND)
SHOWN = "\npatient somebody:\n  fever is yes\n\nexample fever [1.1]:\n  given somebody\n  expect {expected}\n"

READ = (
    (7, ALL_UNKNOWN + SHOWN.format(expected="recommend advice"),
     ALL_UNKNOWN + SHOWN.format(expected="consider advice"),
     "example-fails", "advice"),
    (8, SOUND, SOUND.replace("[1.1]", "[1.2]", 1), "unknown-statement", "1.2"),
    (8, SOUND, SOUND.replace('    1 "Everything the guideline says"\n',
                             '    1 "Everything the guideline says"\n    2 "And something else"\n'),
     "statement-not-placed", "1.2"),
    (8, SOUND, SOUND.replace("recommend advice [1.1]", "recommend advice"), "uncited-recommendation", "advice"),
    (9, SOUND.replace("recommend advice [1.1]", "recommend advice [1.1]\n    recommend other thing [1.1]").replace(
        "actions:\n", "actions:\n" + OTHER), SOUND.replace("actions:\n", "actions:\n" + OTHER),
     "unused-declaration", "other thing"),
)  # fmt: skip
"""What is found by reading: a clean guideline, the same with the fault, what it is called and whom it names."""
