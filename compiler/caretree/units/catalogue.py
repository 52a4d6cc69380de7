"""The common compound units, for completion, for reading a value reported in another unit, and for suggestions.

Any other combination of atoms is a unit as well; these are the ones listed.
"""

from __future__ import annotations

_TEXT = """
x10^9/L x10^12/L x10^6/L x10^3/L x10^3/uL x10^6/uL x10^6/mL x10^3/mL /uL /mL /L cells/kg copies/mL copies/L CFU/mL
CFU/L /HPF /min /hour /day /week /month /year g/dL g/L mg/dL mg/L mg/mL g/mL mcg/mL mcg/L mcg/dL ng/mL ng/L ng/dL
pg/mL pg/L mol/L mmol/L umol/L nmol/L pmol/L mmol/dL mmol/mL umol/mL nmol/mL mEq/L Eq/L mOsm/L mOsm/kg mmol/mol
mg/mmol g/mol mg/g mcg/mg g/g L/L mL/dL IU/L IU/mL IU/dL mIU/L mIU/mL uIU/mL uIU/L kIU/L mIU/dL mL/min L/min
mL/hour L/hour L/day mL/day mL/min/1.73m2 mL/min/m2 mL/s L/s mL/kg/min mL/kg/hour mL/kg/day mL/kg L/min/m2 kg/m2
kg/week kg/month mg/kg g/kg mcg/kg ng/kg mg/m2 g/m2 mcg/m2 IU/kg IU/m2 units/kg mmol/kg mEq/kg mg/kg/day g/kg/day
mcg/kg/day mg/kg/hour mcg/kg/hour mg/kg/min mcg/kg/min ng/kg/min mg/kg/week mcg/kg/week mg/m2/day mg/m2/week
g/m2/day mcg/m2/day IU/kg/day IU/kg/hour IU/kg/week units/kg/day units/kg/hour mmol/kg/hour mmol/kg/day mg/day
g/day mcg/day mg/hour mcg/hour mg/min mcg/min g/hour mg/week mcg/week g/week mg/month ng/min IU/day IU/hour IU/week
IU/min units/day units/hour mmol/day mmol/hour mEq/day kcal/day kcal/kg kcal/kg/day kJ/day tablets/day puffs/day
drinks/week drinks/day cigarettes/day drops/min mm/hour cm/year
"""

COMPOUNDS: tuple[str, ...] = tuple(_TEXT.split())
"""Canonical spellings, in the order shown to people."""
