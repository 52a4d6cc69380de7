"""Options for a page: each with its arguments, for and against, and its details.

rituximab: in favour when bleeding is significant     OptionView("rituximab", (ArgumentView("in favour", …),))
"""

from __future__ import annotations

from msgspec import Struct

from caretree.decisions.graph import DecisionGraph, GraphArgument, GraphOption, OptionSet
from caretree.guideline.actions import Action
from caretree.targets.site.actions import ActionView, Line, action_view, caveat_links
from caretree.targets.site.escape import anchor, node_anchor
from caretree.targets.site.measure import Run
from caretree.targets.site.names import Names


class ArgumentView(Struct, frozen=True):
    """One argument; ``kind`` is in favour, against, ruled out or preferred."""

    kind: str
    text: str
    because: str
    cites: tuple[Run, ...]
    see: tuple[Run, ...]


class OptionView(Struct, frozen=True):
    """One option with what speaks for and against it."""

    node: str
    action: str
    cites: tuple[Run, ...]
    see: tuple[Run, ...]
    notes: tuple[str, ...]
    arguments: tuple[ArgumentView, ...]
    details: ActionView


class OptionsView(Struct, frozen=True):
    """A block of options."""

    name: str
    anchor: str
    ranked: bool
    cites: tuple[Run, ...]
    see: tuple[Run, ...]
    notes: tuple[str, ...]
    weigh_by: tuple[Line, ...]
    options: tuple[OptionView, ...]


def options_view(options: OptionSet, graph: DecisionGraph, names: Names) -> OptionsView:
    """The view of an options block."""
    known = {action.name.id: action for action in graph.guideline.actions}
    return OptionsView(
        name=names.get("options", options.id),
        anchor=anchor("options", options.id),
        ranked=options.ranked,
        cites=names.cites(options.cites),
        see=caveat_links(options.see, names),
        notes=options.notes,
        weigh_by=tuple(Line(text, names.cites(cites)) for text, cites in options.weigh_by),
        options=tuple(_option(option, known, names) for option in options.options),
    )


def _option(option: GraphOption, known: dict[str, Action], names: Names) -> OptionView:
    return OptionView(
        node=node_anchor(option.id),
        action=names.action(option.action),
        cites=names.cites(option.cites),
        see=caveat_links(option.see, names),
        notes=option.notes,
        arguments=tuple(_argument(argument, names) for argument in option.arguments),
        details=action_view(known[option.action], known, names),
    )


def _argument(argument: GraphArgument, names: Names) -> ArgumentView:
    text = argument.text.removeprefix(argument.kind).split(", because ")[0].strip()
    see = caveat_links(argument.see, names)
    return ArgumentView(argument.kind, text, argument.because, names.cites(argument.cites), see)
