"""Pathways, options and runs: where a patient is decides which decisions run; options keep their arguments.

phase response check:                   GraphPhase(window (14, 28))
  assess response from 2 to 4 weeks       pathways/pancytopenia-care/response-check/maintenance   go
  go to maintenance when response
"""

from __future__ import annotations

from caretree.decisions import expressions as to
from caretree.decisions import graph
from caretree.decisions.identities import own_part, parts
from caretree.decisions.lower_blocks import caveats
from caretree.decisions.lower_conditions import lower_condition
from caretree.decisions.tables import Tables
from caretree.guideline.decisions import Argument, Option, Options, Pathway, Phase, Transition


def lower_options(options: Options, tables: Tables) -> graph.OptionSet:
    """An options block; its options keep their order."""
    wanted = [(own_part(option.action), option.action) for option in options.options]
    prefix = f"options/{own_part(options.name.id)}"
    return graph.OptionSet(
        id=options.name.id,
        name=options.name.shown,
        ranked=options.ranked,
        options=tuple(
            _lower_option(option, f"{prefix}/{name}", tables)
            for option, name in zip(options.options, parts(wanted), strict=True)
        ),
        weigh_by=options.weigh_by,
        span=options.span,
        see=caveats(options.see),
        cites=options.cites,
        notes=options.notes,
    )


def _lower_option(option: Option, identity: graph.NodeId, tables: Tables) -> graph.GraphOption:
    arguments = tuple(_lower_argument(argument, tables) for argument in option.arguments)
    return graph.GraphOption(
        id=identity,
        action=option.action,
        out=_any_argument(arguments, "ruled out", tables),
        preferred=_any_argument(arguments, "preferred", tables),
        arguments=arguments,
        cites=option.cites,
        see=caveats(option.see),
        span=option.span,
        notes=option.notes,
    )


def _lower_argument(argument: Argument, tables: Tables) -> graph.GraphArgument:
    condition = lower_condition(argument.condition, tables)
    text = argument.text or argument.condition.text
    return graph.GraphArgument(
        kind=argument.kind,
        condition=condition,
        text=text,
        because=argument.because,
        cites=argument.cites,
        see=caveats(argument.see),
        span=argument.span,
        notes=argument.notes,
    )


def _any_argument(arguments: tuple[graph.GraphArgument, ...], kind: str, tables: Tables) -> to.ConditionId | None:
    found = [argument.condition for argument in arguments if argument.kind == kind]
    return tables.any_of(found) if found else None


def lower_pathway(pathway: Pathway, tables: Tables) -> graph.GraphPathway:
    """A pathway with its phases in order."""
    prefix = f"pathways/{own_part(pathway.name.id)}"
    phases = tuple(_lower_phase(phase, f"{prefix}/{own_part(phase.name.id)}", tables) for phase in pathway.phases)
    return graph.GraphPathway(pathway.name.id, pathway.name.shown, phases, pathway.span, pathway.cites, pathway.notes)


def _lower_phase(phase: Phase, identity: str, tables: Tables) -> graph.GraphPhase:
    wanted = [(_transition_part(line), f"{line.text} {_when(line)}") for line in phase.transitions]
    window = phase.assess.window if phase.assess else None
    return graph.GraphPhase(
        id=phase.name.id,
        name=phase.name.shown,
        decides=phase.decides,
        window=None if window is None else (window.low, window.high),
        window_text="" if window is None else window.text,
        transitions=tuple(
            _lower_transition(line, f"{identity}/{name}", tables)
            for line, name in zip(phase.transitions, parts(wanted), strict=True)
        ),
        cites=phase.cites,
        see=caveats(phase.see),
        span=phase.span,
        assesses=phase.assess.what if phase.assess else "",
        window_cites=phase.assess.cites if phase.assess else (),
        notes=phase.notes,
    )


def _transition_part(line: Transition) -> str:
    target = own_part(line.target)
    return {"go": target, "gap": f"gap {target}"}.get(line.kind, line.kind)


def _when(line: Transition) -> str:
    return "" if line.condition is None else line.condition.text


def _lower_transition(line: Transition, identity: str, tables: Tables) -> graph.GraphTransition:
    condition = tables.constant(True) if line.condition is None else lower_condition(line.condition, tables)
    label = line.text or " ".join(filter(None, [line.kind, line.target, _when(line)]))
    return graph.GraphTransition(
        identity, line.kind, line.target, condition, label, line.cites, caveats(line.see), line.span
    )


def run_condition(decision: str, tables: Tables) -> to.ConditionId | None:
    """When a decision runs: in the phases that name it; ``None`` (always) when none does."""
    found = []
    for pathway in tables.guideline.pathways:
        phases = tuple(phase.name.id for phase in pathway.phases if decision in phase.decides)
        if phases:
            found.append(tables.condition(to.InPhase(pathway.name.id, phases)))
    return tables.any_of(found) if found else None
