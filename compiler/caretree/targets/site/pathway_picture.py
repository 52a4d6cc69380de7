"""A pathway as a picture: its phases one below the other, its moves as arrows in lanes beside them.

(start) -> [response check | assess response from 2 to 4 weeks
            go to maintenance when response        ---.
            go to second line when not response    -. |
           [second line ...                        <' |
           [maintenance ...                        <--'
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from msgspec import Struct

from caretree.decisions.graph import GraphPathway, GraphPhase, GraphTransition
from caretree.decisions.identities import own_part
from caretree.targets.site.draw import drawn_text, number, rectangle, svg
from caretree.targets.site.escape import anchor
from caretree.targets.site.measure import Run, wrap
from caretree.targets.site.names import Names
from caretree.targets.site.place import EDGE, PADDING, SMALL, SMALL_STEP, TEXT, TEXT_STEP, PlacedText

LANE = 11.0
PHASE_GAP = 20.0
INNER = 12.0
END = "ended"


class _Line(Struct, frozen=True):
    """One line of a phase's box, and whom it leads to (empty: nobody)."""

    node: str
    kind: str
    text: tuple[Run, ...]
    size: float
    target: str = ""
    indent: float = 0


class _Box(Struct, frozen=True):
    """A phase, or the end, with its lines."""

    phase: str
    node: str
    kind: str
    lines: list[_Line]


class _PlacedLine(Struct, frozen=True):
    line: _Line
    texts: tuple[PlacedText, ...]
    y: float


class _PlacedPhase(Struct, frozen=True):
    phase: str
    node: str
    kind: str
    y: float
    height: float
    lines: tuple[_PlacedLine, ...]


class _Arrow(Struct, frozen=True):
    """From a line of one phase (``start``, a height) to another phase's top (``end``)."""

    node: str
    start: float
    end: float
    lane: int


def pathway_drawing(pathway: GraphPathway, names: Names, width: float, label: str, css: str = "") -> str:
    """The pathway as an ``svg`` element, at most ``width`` wide."""
    boxes = _boxes(pathway, names)
    room, placed, arrows, lanes = width, list[_PlacedPhase](), list[_Arrow](), 0
    for _ in range(3):  # wrapping may change which arrows meet; it settles at once in practice
        room = max(width - 2 * EDGE - LANE * (lanes + 1), 120)
        placed = _stack(boxes, room)
        arrows = _arrows(placed)
        needed = max((arrow.lane for arrow in arrows), default=-1) + 1
        if needed <= lanes:
            break
        lanes = needed
    drawn = [_start(), *[_arrow(arrow, EDGE + room) for arrow in arrows], *[_phase_box(box, room) for box in placed]]
    height = placed[-1].y + placed[-1].height + EDGE
    return svg(drawn, 2 * EDGE + room + LANE * (lanes + 1), height, label, css, "ct-pathway")


def _boxes(pathway: GraphPathway, names: Names) -> list[_Box]:
    own = f"pathways/{own_part(pathway.id)}"
    boxes = [_Box(p.id, f"{own}/{own_part(p.id)}", "phase", _phase_lines(p, pathway, names)) for p in pathway.phases]
    if any(move.kind == "end" for phase in pathway.phases for move in phase.transitions):
        boxes.append(_Box(END, "", "end", [_Line("", "title", (Run("end of the pathway", bold=True),), TEXT)]))
    return boxes


def _phase_lines(phase: GraphPhase, pathway: GraphPathway, names: Names) -> list[_Line]:
    lines = [_Line("", "title", (Run(phase.name, bold=True),), TEXT)]
    for decision in phase.decides:
        text = Run(f"decides {names.get('decision', decision)}", href=names.link(anchor("decision", decision)))
        lines.append(_Line("", "decide", (text,), SMALL))
    if phase.window is not None:
        lines.append(_Line("", "assess", (Run(assess_words(phase)),), SMALL))
    return lines + [_move(move, pathway, names) for move in phase.transitions]


def _move(move: GraphTransition, pathway: GraphPathway, names: Names) -> _Line:
    target = {"go": move.target, "end": END}.get(move.kind, "")
    return _Line(move.id, f"move ct-{move.kind}", (Run(move_words(move, pathway, names)),), TEXT, target, INNER)


def assess_words(phase: GraphPhase) -> str:
    """A phase's window in words: ``assess response 2 to 4 weeks after this phase began``."""
    return " ".join(f"assess {phase.assesses} {phase.window_text} after this phase began".split())


def move_words(move: GraphTransition, pathway: GraphPathway, names: Names) -> str:
    """A transition in words: ``go to maintenance when response``."""
    phases = {phase.id: phase.name for phase in pathway.phases}
    shown = " ".join(move.label.split())
    if shown.startswith(("go to ", "stay", "end", "gap ")):
        return shown
    words = {"go": f"go to {phases.get(move.target, move.target)}", "gap": f"gap {names.get('gap', move.target)}"}
    return f"{words.get(move.kind, move.kind)} {shown}".strip()


def _stack(boxes: list[_Box], room: float) -> list[_PlacedPhase]:
    placed: list[_PlacedPhase] = []
    y = EDGE + PHASE_GAP
    for box in boxes:
        top, written = y + PADDING, list[_PlacedLine]()
        for line in box.lines:
            step = TEXT_STEP if line.size == TEXT else SMALL_STEP
            left = EDGE + PADDING + line.indent
            wrapped = wrap(line.text, room - 2 * PADDING - line.indent, line.size)
            baseline = step / 2 + line.size * 0.36
            texts = tuple(
                PlacedText(left, top + i * step + baseline, words, line.size) for i, words in enumerate(wrapped)
            )
            written.append(_PlacedLine(line, texts, top + step / 2))
            top += len(wrapped) * step + 3
        placed.append(_PlacedPhase(box.phase, box.node, box.kind, y, top + PADDING - 3 - y, tuple(written)))
        y = placed[-1].y + placed[-1].height + PHASE_GAP
    return placed


def _arrows(placed: list[_PlacedPhase]) -> list[_Arrow]:
    """Shorter arrows take inner lanes; two arrows share a lane only where they do not meet."""
    tops = {box.phase: box.y + PADDING + TEXT_STEP / 2 for box in placed}
    wanted = [
        (line.line.node, line.y, tops[line.line.target])
        for box in placed
        for line in box.lines
        if line.line.target in tops
    ]
    wanted.sort(key=lambda one: (abs(one[1] - one[2]), one[1]))
    taken: list[list[tuple[float, float]]] = []
    arrows = []
    for node, start, end in wanted:
        low, high = min(start, end) - 4, max(start, end) + 4
        lane = next((i for i, spans in enumerate(taken) if all(high < a or b < low for a, b in spans)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        arrows.append(_Arrow(node, start, end, lane))
    return arrows


def _start() -> str:
    x, tip = number(EDGE + 14), number(EDGE + PHASE_GAP)
    return (
        f'<circle class="ct-start" cx="{x}" cy="6" r="4.5" fill="currentColor"/>'
        f'<path class="ct-edge" d="M{x} 10 V{tip}"/>'
        f'<path class="ct-tip" d="M{x} {tip} l-3.5 -6 h7 z" fill="currentColor"/>'
    )


def _arrow(arrow: _Arrow, right: float) -> str:
    lane = right + LANE * (arrow.lane + 1)
    path = f"M{number(right)} {number(arrow.start)} H{number(lane)} V{number(arrow.end)} H{number(right)}"
    tip = f"M{number(right)} {number(arrow.end)} l6 -3.5 v7 z"
    return (
        f'<g class="ct-arrow" data-node={quoteattr(arrow.node)}>'
        f'<path class="ct-edge" d="{path}"/>'
        f'<path class="ct-tip" d="{tip}" fill="currentColor"/></g>'
    )


def _phase_box(box: _PlacedPhase, room: float) -> str:
    frame = rectangle("ct-frame", EDGE, box.y, room, box.height)
    lines = []
    for placed in box.lines:
        texts = "".join(map(drawn_text, placed.texts))
        node = f" data-node={quoteattr(placed.line.node)}" if placed.line.node else ""
        lines.append(f'<g class="ct-row ct-{placed.line.kind}"{node}>{texts}</g>')
    return "\n".join([f'<g class="ct-box ct-{box.kind}" data-node={quoteattr(box.node)}>', frame, *lines, "</g>"])
