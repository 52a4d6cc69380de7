"""Engines from npm, in one Node process that takes its turns when it is told to (``engines.cjs``)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import engines

SCRIPT = Path(__file__).with_name("engines.cjs")


class NodeEngines:
    """The engines of ``package.json``, installed in a folder, with the patients they are asked about."""

    def __init__(self, folder: str, patients: list[dict[str, Any]]) -> None:
        self._process = subprocess.Popen(
            ["node", str(SCRIPT), folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        given = {
            "trees": engines.TREES,
            "patients": patients,
            "zen": json.dumps(engines.zen_graph()),
            "zenLoop": json.dumps(engines.zen_graph(loop=True)),
        }
        self.names: list[str] = self._ask(given)

    def leaves(self, name: str) -> list[tuple[str, ...]]:
        """The leaves an engine finds for every patient."""
        return [tuple(one) for one in self._ask({"check": name})]

    def microseconds(self, name: str) -> float:
        """Processor time for one patient, all patients decided once."""
        found: float = self._ask({"time": name})
        return found

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)

    def _ask(self, asked: object) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the Node process has ended; its message stands above")
        return json.loads(line)
