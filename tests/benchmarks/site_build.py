"""How long the site of many guidelines takes to build, beside mkdocs-material alone on the same Markdown.

    python -m tests.benchmarks.site_build              500 guidelines, two rounds
    python -m tests.benchmarks.site_build 50 5         50 guidelines, five rounds
    python -m tests.benchmarks.site_build --record     keeps what came of it for the page

The guidelines are those of the gallery, each again and again under other names. Both contenders get the same Markdown,
theme, features, plugins and extensions; ours adds the frame with its policy, the style sheet, the script and the hooks.
They take turns; what is compared is processor time, which other work on the machine changes little.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from statistics import median

import yaml
from msgspec.structs import replace

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests/agreement")]

from caretree.decisions.graph import DecisionGraph  # noqa: E402
from caretree.targets.javascript import emit as javascript  # noqa: E402
from caretree.targets.site import emit as site  # noqa: E402
from specs import graph_of  # noqa: E402

from tests.benchmarks.records import Record  # noqa: E402

GALLERY = ("adrenaline-anaphylaxis", "curb65", "hypertension")
MOST = 1.1
"""The ratio that is aimed at."""
OURS = ("hooks", "extra_css", "extra_javascript", "extra", "validation")
"""Settings that only our site has, beside the theme's ``custom_dir``."""


def graphs(count: int) -> list[DecisionGraph]:
    """That many guidelines, each with a name of its own."""
    found = []
    for index in range(count):
        graph = graph_of(f"gallery/{GALLERY[index % len(GALLERY)]}")
        header = graph.guideline.header
        named = replace(header, id=f"{header.id}-{index}", title=f"{header.title} {index}")
        found.append(replace(graph, guideline=replace(graph.guideline, header=named)))
    return found


def project(folder: Path, count: int) -> None:
    """The site's sources: the hand-written pages and everything generated for these guidelines."""
    shutil.copytree(ROOT / "site", folder / "site", ignore=shutil.ignore_patterns("guidelines", "__pycache__"))
    made = graphs(count)
    for file in [*site.emit(made), *javascript.emit(made, "careguides")]:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    settings = yaml.safe_load((folder / "site/mkdocs.yml").read_text(encoding="utf-8"))
    alone = {key: value for key, value in settings.items() if key not in OURS}
    alone["theme"] = {key: value for key, value in settings["theme"].items() if key != "custom_dir"}
    (folder / "site/alone.yml").write_text(yaml.safe_dump(alone), encoding="utf-8")


def build(folder: Path, settings: str) -> float:
    """Seconds of processor time of one build."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--clean", "-f", str(folder / "site" / settings)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measured(count: int, rounds: int) -> Record:
    """Both sites built by turns, each round and the middle of the ratios."""
    software = {
        "Python": f"CPython {python_version()}",
        "mkdocs-material": f"mkdocs-material {version('mkdocs-material')}",
    }
    record = Record("site-build", "python -m tests.benchmarks.site_build", software)
    rows, ratios = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project(folder, count)
        for turn in range(rounds):
            order = ("alone.yml", "mkdocs.yml") if turn % 2 == 0 else ("mkdocs.yml", "alone.yml")
            seconds = {settings: build(folder, settings) for settings in order}
            ratios.append(seconds["mkdocs.yml"] / seconds["alone.yml"])
            rows.append(
                (f"{turn + 1}", f"{seconds['alone.yml']:.1f}", f"{seconds['mkdocs.yml']:.1f}", f"{ratios[-1]:.2f}")
            )
            print(f"round {turn + 1} of {rounds}", file=sys.stderr, flush=True)
    record.table("rounds", ("round", "mkdocs-material alone", "this site", "ratio"), rows)
    record.values["guidelines"] = str(count)
    record.bar(f"building the site of {count} guidelines beside mkdocs-material alone", median(ratios), "×", MOST)
    return record


def main() -> None:
    """Print the record, or keep it."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    record = measured(*numbers, *(500, 2)[len(numbers) :])
    record.stamp()
    print(record.told())
    if "--record" in sys.argv[1:]:
        record.write()


if __name__ == "__main__":
    main()
