"""What importing the library costs: whole processes beside a bare Python, and the first use of a guideline."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

PAIRS = 41


def imports(folder: str, library: str) -> dict[str, float]:
    """Milliseconds of processor time: the import over a bare Python, then a first and a second guideline."""
    compileall.compile_dir(str(Path(folder) / library), quiet=1)
    path = f"import sys; sys.path.insert(0, {folder!r})"
    differences = [_process(f"{path}; import {library}") - _process(path) for _ in range(PAIRS)]
    code = (
        f"{path}; import time; t = time.process_time; import {library} as g; a = t()\n"
        "g.itp_after_ivig; b = t(); g.sle_pancytopenia; c = t(); print(b - a, c - b)"
    )
    runs = [
        [float(one) * 1000 for one in subprocess.check_output([sys.executable, "-c", code], text=True).split()]
        for _ in range(11)
    ]
    first, second = (median(column) for column in zip(*runs, strict=True))
    return {"package": median(differences), "first": first, "second": second}


def _process(code: str) -> float:
    """Milliseconds of processor time of a whole Python process."""
    child = subprocess.Popen([sys.executable, "-S", "-E", "-c", code])
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, code
    return (used.ru_utime + used.ru_stime) * 1000
