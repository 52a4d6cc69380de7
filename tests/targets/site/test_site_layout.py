"""Pictures: nothing overlaps, nothing is cut off, nothing is lost."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from caretree.targets.site.draw import drawing, drawing_in_parts
from caretree.targets.site.measure import Run, line_width, text_width, wrap
from caretree.targets.site.names import Names
from caretree.targets.site.outline import Box, Row, decision_outline
from caretree.targets.site.page import NARROW, WIDE
from caretree.targets.site.paper import LINES, TALLEST, continued, cut
from caretree.targets.site.pathway_picture import pathway_drawing
from caretree.targets.site.place import GAP, SMALL, Picture, PlacedBox, PlacedText, place
from hypothesis import given
from hypothesis import strategies as st
from site_graphs import SPECS, graph_of

TEXTS = st.text(
    st.one_of(st.sampled_from("abcWMil 0159.,-<>&\"'%"), st.characters(exclude_categories=("Cs", "Cc"))), max_size=80
)
ROWS = st.builds(
    Row,
    node=st.just("n"),
    kind=st.sampled_from(["consider", "do-not-use", "gap", "conflict", "fork", "title"]),
    text=st.tuples(st.builds(Run, TEXTS, bold=st.booleans()), st.builds(Run, TEXTS)),
    under=st.lists(st.builds(Run, TEXTS, href=st.just("#x")), max_size=4).map(tuple),
)


def boxes(children: st.SearchStrategy[tuple[Box, ...]]) -> st.SearchStrategy[Box]:
    """Boxes with the given children."""
    rows = st.lists(ROWS, max_size=3).map(tuple)
    return st.builds(Box, st.just("n"), st.sampled_from(["branch", "extra"]), TEXTS, rows, children)


OUTLINES = st.recursive(boxes(st.just(())), lambda inner: boxes(st.lists(inner, max_size=3).map(tuple)), max_leaves=8)


def texts_of(box: PlacedBox) -> list[PlacedText]:
    """Every line of a box."""
    return [*box.chip_texts, *(text for row in box.rows for text in (*row.texts, *row.under))]


def words_of(texts: list[PlacedText] | tuple[PlacedText, ...]) -> str:
    """What the lines say, without white space and the dots between citations."""
    return "".join("".join(run.text.split()) for text in texts for run in text.line if run.text != "·")


def assert_sound(picture: Picture, width: float) -> None:
    """No box leaves the column or meets another; every line lies inside its box and below the line before it."""
    assert picture.width <= width
    for box in picture.boxes:
        assert box.x >= 0 and box.x + box.width <= picture.width and box.y + box.height <= picture.height
        for text in texts_of(box):
            assert box.x < text.x and text.x + line_width(text.line, text.size) <= box.x + box.width + 0.01
            assert box.y < text.y - text.size / 2 and text.y < box.y + box.height
        for row in box.rows:
            baselines = [text.y for text in (*row.texts, *row.under)]
            assert all(later - earlier >= 11 for earlier, later in zip(baselines, baselines[1:], strict=False))
    for one, other in combinations(picture.boxes, 2):
        assert one.y + one.height <= other.y or other.y + other.height <= one.y


@given(OUTLINES, st.sampled_from([NARROW, WIDE]))
def test_any_outline_fits_its_column(outline: Box, width: float) -> None:
    """Whatever the texts, boxes neither overlap nor leave the column, and lines stay inside their boxes."""
    assert_sound(place(outline, width), width)


@given(OUTLINES)
def test_no_word_is_lost(outline: Box) -> None:
    """Wrapping drops nothing: a picture says every word of every row."""
    for box in place(outline, NARROW).boxes:
        for row in box.rows:
            written = "".join("".join(run.text.split()) for run in row.row.text if run.text != "·")
            assert words_of(row.texts).replace("·", "") == written.replace("·", "")


@given(OUTLINES)
def test_any_picture_is_well_formed(outline: Box) -> None:
    """Text is data in SVG too: any text gives well-formed XML with that text in it."""
    root = ElementTree.fromstring(drawing(place(outline, NARROW), 'a <label> & "more"'))
    assert root.get("aria-label") == 'a <label> & "more"'
    assert len(list(root.iter("{http://www.w3.org/2000/svg}script"))) == 0


@given(TEXTS, st.floats(20, 400))
def test_lines_are_no_wider_than_their_room(text: str, room: float) -> None:
    """A line is wider than its room only if it is a single character."""
    for line in wrap((Run(text),), room, 13):
        letters = [c for run in line for c in run.text if text_width(c, 13)]
        assert line_width(line, 13) <= room or len(letters) <= 1


@pytest.mark.parametrize("spec", SPECS)
def test_the_articles_fit_a_phone(spec: str) -> None:
    """Every decision and pathway of the three articles is drawn within a phone's column."""
    graph = graph_of(spec)
    names = Names.of(graph)
    for run in graph.runs:
        assert_sound(place(decision_outline(graph, run, names), NARROW), NARROW)
    for pathway in graph.pathways:
        root = ElementTree.fromstring(pathway_drawing(pathway, names, NARROW, "pathway"))
        assert float(root.get("width", "")) <= NARROW
        moves = {move.id for phase in pathway.phases for move in phase.transitions}
        assert moves <= {node.get("data-node") for node in root.iter()}


@given(OUTLINES, st.sampled_from([60.0, 200.0, TALLEST]))
def test_a_tall_picture_is_cut_between_boxes(outline: Box, tallest: float) -> None:
    """The parts follow each other without a gap, cut no box and hold every box once; one is too tall only where a
    single box is."""
    picture = place(outline, NARROW)
    parts = cut(picture, tallest)
    assert parts[0][0] == 0 and parts[-1][1] == picture.height
    assert all(one[1] == other[0] for one, other in zip(parts, parts[1:], strict=False))
    for box in picture.boxes:
        assert sum(top <= box.y and box.y + box.height <= bottom for top, bottom in parts) == 1
    for top, bottom in parts:
        inside = [box for box in picture.boxes if top <= box.y < bottom]
        assert inside and (bottom - top <= tallest + GAP or len(inside) == 1)


def nested(depth: int) -> Box:
    """A tree that asks one thing after the other: ``level 0`` holds ``no 1`` and ``level 1`` … with tall boxes."""
    rows = tuple(Row("", "may-use", (Run(f"treatment {depth}-{index}"),)) for index in range(4))
    children = (Box(f"no/{depth + 1}", "branch", f"no {depth + 1}", rows, ()), nested(depth + 1)) if depth < 6 else ()
    title = (Row("", "title", (Run("the question", bold=True),)),) if not depth else rows
    return Box(f"level/{depth}", "branch" if depth else "root", f"level {depth}" if depth else "", title, children)


def test_a_part_says_which_branches_lead_to_it() -> None:
    """What stands above a part names the picture, then the branch of every box around its first box, outermost first;
    in a graph's own words where they are given."""
    picture = place(nested(0), NARROW)
    at = {box.box.node: box.y for box in picture.boxes}
    assert continued(picture, at["no/1"], {}) == "the question, continued"
    assert continued(picture, at["no/4"], {}) == "the question, continued: level 1 › level 2 › level 3"
    words = {"level/2": "when not no 2"}
    assert continued(picture, at["level/4"], words) == "the question, continued: level 1 › when not no 2 › level 3"
    told = drawing_in_parts(picture, "The question.", {"level/1": "<b>level 1</b>"}, 200)
    found = re.findall(r'<p class="ct-continued">(.*?)</p>', told)
    assert len(found) == told.count("<svg") - 1 == len(cut(picture, 200)) - 1 > 3
    assert found[-1].startswith("the question, continued: &lt;b&gt;level 1&lt;/b&gt; › level 2 › ")


@given(OUTLINES, st.sampled_from([60.0, 200.0]))
def test_what_stands_above_a_part_fits_its_room(outline: Box, tallest: float) -> None:
    """Where the way to a part is long, its beginning is left out, its last branch never."""
    picture = place(outline, NARROW)
    for top, _ in cut(picture, tallest)[1:]:
        told = continued(picture, top, {})
        branches = told.partition(", continued: ")[2]
        assert len(wrap((Run(told),), picture.width, SMALL)) <= LINES or branches.count(" › ") <= 1
