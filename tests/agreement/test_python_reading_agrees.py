"""Reading a patient quickly and reading with care are two ways to one patient."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from library import graph_of, guideline_specs, load_library, module_of  # noqa: E402
from patients import Patients  # noqa: E402


@pytest.mark.parametrize("spec", guideline_specs())
def test_quick_and_careful_reading_give_the_same_patient(spec: str, tmp_path: Path) -> None:
    """Whatever the quick way takes, it takes as the careful way does; what it refuses, the careful way explains."""
    graph = graph_of(spec)
    library = load_library([graph], tmp_path, f"reading_{spec.replace('/', '_').replace('-', '_')}")
    patient_class = module_of(library, graph).Patient
    patients, read = Patients(graph, 5, boldness=0.1), 0
    for _ in range(1500):
        mapping = patients.draw()
        try:
            quick = patient_class.from_mapping(mapping)
        except library.PatientProblems:
            with pytest.raises(library.PatientProblems):
                patient_class._read_carefully(mapping, None)
            continue
        careful = patient_class._read_carefully(mapping, None)
        assert quick.known == careful.known and quick.phases == careful.phases and quick.at == careful.at
        assert (quick._way, quick._unknown, quick._assumed) == (careful._way, careful._unknown, careful._assumed)
        read += 1
    assert read > 500


def test_nothing_of_a_patient_is_kept(tmp_path: Path) -> None:
    """What is shared between patients holds none of them: when the last answer is gone, so is the patient."""
    graph = graph_of("itp-after-ivig")
    module = module_of(load_library([graph], tmp_path, "nothing_kept"), graph)
    patients = Patients(graph, 6)
    for _ in range(200):
        answer = module.decide(module.Patient.from_mapping(patients.draw()))
        answer.to_json(next_question=True)
    del answer
    gc.collect()
    assert not [one for one in gc.get_objects() if isinstance(one, module.Patient | module.Facts)]
