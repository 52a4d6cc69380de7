// The answer in words: sections of lines that the page shows, the summary copies and the printer prints.

// Names of everything an answer mentions, by identity.
function namesOf(graph) {
  const names = new Map();
  const known = [...graph.inputs, ...graph.definitions, ...graph.actions, ...graph.gaps.values(), ...graph.conflicts.values()];
  known.forEach((each) => names.set(each.id, each.name));
  for (const pathway of graph.pathways) {
    names.set(pathway.id, pathway.name);
    pathway.phases.forEach((phase) => names.set(phase.id, phase.name));
  }
  graph.inputs.forEach((given) => names.set(given.id, given.short || given.name));
  return (id) => names.get(id) || id;
}

function doseLines(dose, name) {
  if (!dose) return [];
  const lines = ["Dose: " + dose.text];
  if (dose.needs.length) lines.push("To compute the dose: " + listed(dose.needs.map(name)));
  if (dose.limit !== null) lines.push("May be raised to " + dose.limit + " " + dose.unit + " a dose");
  dose.then.forEach((step) => lines.push("Then " + step.replace(/^then /, "")));
  if (dose.not_stated.length) lines.push("Not stated by the source: " + dose.not_stated.join(", "));
  return lines;
}

function waitingLine(one, name) {
  if (one.waits_for.length === 0) return [];
  const waits = listed(one.waits_for.map(name));
  return [one.status === "provisional" ? "Provisional, until " + waits + " is known" : "Waits for: " + waits];
}

function recommendationHead(one) {
  return { strength: one.strengths.join(" or "), text: one.text + (one.timing ? ", " + one.timing.replace(/^, /, "") : "") };
}

function recommendationLines(one, name) {
  const each = (field, word, change) => [...new Set(one.lines.map((line) => line[field]).filter(Boolean))].map((text) => word + change(text));
  const plain = (text) => text;
  return [
    ...each("after", "After ", name),
    ...each("because", "Because ", (text) => "“" + text + "”"),
    ...each("certainty", "Certainty: ", plain),
    ...(one.status === "undecided" ? [] : doseLines(one.dose, name)),
    ...waitingLine(one, name),
    ...one.ruled_out_by.map((rule) => "Ruled out by the safety rule " + rule),
    ...(one.assumed.length ? ["Uses what is assumed about " + listed(one.assumed.map(name))] : []),
  ];
}

const MODES = { one: "one of", any: "any of" };

function choiceHead(choice) {
  return { strength: choice.strengths.join(" or "), text: (MODES[choice.mode] || choice.mode + " of") + " " + choice.text };
}

function optionLines(option, name, withDose) {
  return [
    ...option.in_favour.map((text) => "For: " + text.replace(/^in favour /, "")),
    ...option.against.map((text) => "Against: " + text.replace(/^against /, "")),
    ...(withDose && option.status !== "out" ? doseLines(option.dose, name) : []),
  ];
}

const OPTION_WORDS = { in: "", out: "ruled out", undecided: "not decided yet" };

function reportWords(report) {
  const unit = report.unit && report.unit !== "date" ? " " + report.unit : "";
  if (report.value === true || report.value === false) return report.value ? "yes" : "no";
  if (report.value !== null) return report.value + unit;
  const isRange = report.unit || (report.possible.length === 2 && report.possible.includes(""));
  if (isRange) return "not known: " + (report.possible[0] || "any") + " to " + (report.possible[1] || "any") + unit;
  return "not known: " + listed(report.possible, "or");
}

function moveWords(move, name) {
  const words = { go: "go to " + name(move.target), stay: "stay", end: "end of the pathway" };
  return (words[move.kind] || "the source is silent: " + name(move.target)) + (move.status === "undecided" ? " (not decided yet)" : "");
}

function phaseWords(phase, name) {
  const now = phase.now.length === 1 ? name(phase.now[0]) : "phase not known";
  return name(phase.pathway) + ": " + now + (phase.window.length ? ", the time to assess is " + listed(phase.window, "or") : "");
}

function scopeWords(answer) {
  if (answer.in_scope === "no") return "Out of scope: this guideline does not apply to this patient.";
  if (answer.in_scope === "unknown") return "It is not known yet whether this guideline applies to this patient: nothing below is certain.";
  const parts = [answer.recommendations, answer.choices, answer.gaps, answer.conflicts, answer.reports, answer.phases];
  return parts.some((part) => part.length) ? "" : "This guideline advises nothing for this patient.";
}

// What was entered, one line a value.
function caseLines(graph, patient) {
  const lines = [];
  const value = (given, each) => {
    if (given.type.is === "series") return each.length ? each.map((one) => measured(one) + " on " + one.on).join("; ") : "none was taken";
    if (given.type.is === "course") return each.status + (each.started ? ", started " + each.started : "");
    return typeof each === "boolean" ? (each ? "yes" : "no") : measured(each);
  };
  for (const given of graph.inputs) {
    if (patient[given.id] !== undefined) lines.push(capital(given.name) + ": " + value(given, patient[given.id]));
  }
  for (const [pathway, fact] of Object.entries(patient.phases || {})) {
    lines.push(capital(pathway) + ": " + fact.phase + (fact.since ? ", since " + fact.since : ""));
  }
  return lines;
}

const measured = (one) => (typeof one === "object" ? one.value + (one.unit ? " " + one.unit : "") : String(one)).replace("T", " ");
