"""The three articles of this project as a good engineer writes them for a complete patient: if/else over ready values.

Each function takes the values of one patient by name and gives the outcomes that hold (``offer:…``, ``against:…``,
``choice:…``, ``gap:…``, ``conflict:…``): what an answer of the library says, apart from texts and citations.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

Outcomes = tuple[str, ...]


class Values(SimpleNamespace):
    """Ready values of one patient."""


def itp_after_ivig(p: Any) -> Outcomes:
    """ITP with severe thrombocytopenia after IVIG has failed."""
    found: Outcomes = ("offer:haematology-consultation", "offer:high-dose-dexamethasone")
    if p.rapid_rise_needed:
        found += ("offer:combination-rescue", "conflict:ivig-again-after-ivig-failed")
    if p.platelet_count < 10:
        found += ("gap:more-aggressive-management",)
    rituximab, agonist = p.rituximab_course, p.tpo_ra_course
    on_agonist = agonist == "under way" or agonist == "responded"
    futile = on_agonist and p.time_at_highest_tpo_ra_dose >= 4 and not p.platelets_improved_on_tpo_ra
    rituximab_used_up = rituximab == "failed" or rituximab == "not tolerated"
    agonist_used_up = agonist == "failed" or agonist == "not tolerated" or futile
    if rituximab == "under way" or rituximab == "responded" or (on_agonist and not futile):
        found += ("gap:treatment-already-begun",)
    elif not rituximab_used_up and not agonist_used_up:
        found += (
            "choice:ongoing-treatments:one",
            "conflict:rituximab-or-tpo-ra-first",
            "conflict:rituximab-for-all-or-only-with-bleeding",
        )
        if p.platelet_count > 20:
            found += ("gap:counts-above-the-one-in-the-question",)
    else:
        exhausted = rituximab_used_up and (p.age < 18 or agonist_used_up)
        found += _after_ongoing_treatment(p, exhausted)
    if on_agonist:
        found += ("offer:monthly-platelet-counts",) if p.stable_tpo_ra_dose else ("offer:weekly-blood-counts",)
        if futile:
            found += ("offer:stop-of-tpo-ra", "offer:alternative-treatment")
    else:
        found += ("offer:weekly-blood-counts",)
    return (*found, "offer:rituximab-safety-monitoring") if rituximab == "responded" else found


def _after_ongoing_treatment(p: Any, exhausted: bool) -> Outcomes:
    found: Outcomes = ()
    if p.splenectomy_failed:
        return ("gap:nothing-left-after-splenectomy",) if exhausted else ("choice:ongoing-treatments:one",)
    if not p.fit_for_splenectomy:
        found = ("offer:danazol-with-azathioprine",)
    elif p.time_since_itp_diagnosis >= 12:
        found = ("offer:splenectomy", "conflict:strength-of-splenectomy")
    elif p.severe_unresponsive_disease:
        found = ("offer:splenectomy", "conflict:strength-of-splenectomy", "conflict:splenectomy-before-12-months")
        if p.time_since_itp_diagnosis < 3:
            found += ("gap:splenectomy-in-the-first-months",)
    else:
        found = ("against:splenectomy", "gap:no-response-before-12-months")
    return found if exhausted else (*found, "choice:ongoing-treatments:one")


def post_rituximab_cytopenia(p: Any) -> Outcomes:
    """Cytopenia after rituximab."""
    found: Outcomes = ("offer:weekly-blood-counts", "offer:infection-assessment")
    neutrophils, fever, platelets = p.neutrophil_count, p.fever, p.platelets
    improving = platelets[-3] < platelets[-2] < platelets[-1]
    if fever or p.infection_suspected or p.infection_found:
        found += ("offer:blood-cultures",)
        if fever and neutrophils < 1.0:
            found += ("offer:empiric-antibiotics",)
        else:
            found += ("gap:antibiotics-when-fever-is-absent-or-anc-is-1-and-above",)
    else:
        found += ("against:empiric-antibiotics",)
    found += _neutrophils(neutrophils, fever, p.infection_found, improving)
    found += _anaemia(p.haemoglobin, p.symptomatic_anaemia, p.relevant_comorbidity)
    if p.haematinic_deficiency:
        found += ("offer:replacing-the-deficient-haematinic",)
    if not improving:
        found += ("gap:platelets-that-do-not-improve",)
    if p.more_rituximab_needed:
        found += ("offer:rituximab-rechallenge",)
    found += ("offer:immunoglobulin-levels",)
    return (*found, "offer:replacement-ivig") if p.low_immunoglobulins and p.recurrent_infections else found


def _neutrophils(count: float, fever: bool, infection_found: bool, improving: bool) -> Outcomes:
    if count < 0.5:
        found: Outcomes = ("offer:isolation-precautions", "offer:more-frequent-blood-counts")
        if infection_found:
            found += ("offer:g-csf",)
        else:
            found += ("conflict:g-csf-without-infection", "against:g-csf")
        return (*found, "offer:hospital-admission") if fever else found
    if count < 1.0:
        found = (
            "offer:isolation-precautions",
            "offer:more-frequent-blood-counts",
            "against:g-csf",
            "gap:marrow-suppressive-drugs-below-1",
        )
        return (*found, "gap:admission-for-anc-from-0-5-to-1-with-fever") if fever else found
    if count <= 1.74:
        found = ("offer:observation", "against:haematology/marrow-suppressive-drugs", "against:g-csf")
        return (*found, "against:early-stop-of-rituximab") if improving else found
    return "gap:where-mild-neutropenia-ends", "against:g-csf"


def _anaemia(haemoglobin: float, symptomatic: bool, comorbid: bool) -> Outcomes:
    if haemoglobin < 8:
        if symptomatic or comorbid:
            return ("offer:red-cell-transfusion",)
        if haemoglobin < 7:
            return "conflict:transfusion-on-the-number-alone", "against:red-cell-transfusion"
        return ("conflict:transfusion-threshold-7-or-8",)
    if haemoglobin <= 10:
        if symptomatic:
            return ("offer:red-cell-transfusion",)
        return "offer:watching-the-haemoglobin", "against:red-cell-transfusion"
    return (
        ("gap:haemoglobin-above-10",) if symptomatic else ("gap:haemoglobin-above-10", "against:red-cell-transfusion")
    )


ACUTE: Outcomes = (
    "offer:methylprednisolone-pulses",
    "offer:oral-prednisone",
    "offer:weekly-blood-counts",
    "offer:calcium-with-vitamin-d",
    "against:rapid-steroid-reduction",
)


def sle_pancytopenia(p: Any) -> Outcomes:
    """Pancytopenia in lupus."""
    phase = p.phase
    found: Outcomes = ()
    if phase == "acute-treatment":
        found = ACUTE
        if not p.other_causes_excluded:
            found += ("offer:search-for-other-causes", "conflict:prompt-steroids-or-exclusion-first")
        if not p.infection_evaluated:
            found += ("offer:infection-evaluation", "conflict:prompt-steroids-or-exclusion-first")
        if p.severity != "less than severe" and not p.response:
            found += ("offer:add-on-ivig",)
    else:
        if not p.infection_evaluated:
            found = ("offer:infection-evaluation",)
        elif phase == "refractory":
            found = ("choice:refractory-agents:any",)
        else:
            found = ("choice:steroid-sparing-agents:one", "conflict:second-line-for-responders-or-others")
        found += ("offer:follow-up-blood-counts", "against:rapid-steroid-reduction")
        if p.on_glucocorticoid:
            found += ("offer:glucocorticoid-taper",)
        if phase == "maintenance" and p.in_remission and p.time_in_remission < 12:
            found += ("offer:continued-maintenance",)
    found += ("against:hydroxychloroquine",) if p.hydroxychloroquine_contraindicated else ("offer:hydroxychloroquine",)
    found += ("offer:infection-monitoring",)
    if p.high_infection_risk:
        found += ("offer:antimicrobial-prophylaxis",)
    if p.on_glucocorticoid:
        found += ("offer:calcium-with-vitamin-d",)
    return (*found, "offer:stop-of-myelotoxic-medication") if p.myelotoxic_medication else found
