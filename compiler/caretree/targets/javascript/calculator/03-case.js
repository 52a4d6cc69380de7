// A case: the form's values as the engine reads them, and the same in a link's fragment, which no server ever sees.
//
//     #case=eyJndWlkZWxpbmUiOi…      {"guideline": "…", "version": "0.1.0", "patient": {"fever": true, "at": "2025-09-08"}}

const LONGEST_LINK = 30000;

function readCase(form) {
  const patient = {};
  const phases = {};
  for (const field of form.fields) {
    const value = field.read();
    if (value !== undefined) (field.pathway ? phases : patient)[field.pathway || field.id] = value;
  }
  if (Object.keys(phases).length) patient.phases = phases;
  if (form.at.value) patient.at = form.at.value;
  return patient;
}

function writeCase(form, patient) {
  const phases = patient.phases || {};
  for (const field of form.fields) field.write(field.pathway ? phases[field.pathway] : patient[field.id]);
  form.at.value = typeof patient.at === "string" ? patient.at.slice(0, 10) : today();
}

const isEmpty = (patient) => Object.keys(patient).every((key) => key === "at");

function linkTo(graph, patient) {
  const carried = { guideline: graph.guideline.id, version: graph.guideline.version, patient: patient };
  const bytes = new TextEncoder().encode(JSON.stringify(carried));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const fragment = text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return location.href.split("#")[0] + "#case=" + fragment;
}

// The case a fragment carries, or null if it carries none that can be read.
function caseOfLink(fragment) {
  if (!fragment.startsWith("#case=") || fragment.length > LONGEST_LINK) return null;
  try {
    const text = atob(fragment.slice(6).replace(/-/g, "+").replace(/_/g, "/"));
    const carried = JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (sign) => sign.charCodeAt(0))));
    const patient = carried && carried.patient;
    return patient && typeof patient === "object" && !Array.isArray(patient) ? carried : null;
  } catch (error) {
    return null;
  }
}
