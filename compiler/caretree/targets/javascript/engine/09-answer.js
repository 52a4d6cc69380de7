// The answer (caretree-answer/1): recommendations, choices, gaps, conflicts, reports, phases and assumptions, each with
// its status, what it waits for and where it stands. Fields and lists are in the order of the contract.

// What the parts of an answer are made from.
function saying(of, found) {
  return { of: of, found: found.levels, applied: appliedAssumptions(of) };
}

const levelOf = (said, key) => said.found.get(key) || 0;
const holding = (said, key) => said.of.graph.outline.get(key).filter((place) => levelOf(said, place.line) > 0);

// The first place with the highest level.
function strongest(said, places) {
  return places.reduce((best, each) => (levelOf(said, each.line) > levelOf(said, best.line) ? each : best)).node;
}

function keysOfKind(said, kind) {
  return [...said.of.graph.outline.keys()].filter((key) => key.startsWith(kind + "|") && levelOf(said, key) > 0);
}

function cited(citations) {
  const texts = citations.map((cite) => {
    const references = list(cite.references);
    return cite.source + " " + cite.statement + (references.length ? " ref " + references.join(", ") : "");
  });
  return [...new Set(texts)];
}

const citedBy = (nodes) => cited([].concat(...nodes.map((node) => list(node.cites))));
const strengthsOf = (nodes) => STRENGTHS.filter((strength) => nodes.some((node) => node.strength === strength));
const nameOf = (graph, id) => graph.names.get(id) || id;

// --- what a result waits for: unknown inputs that undecided conditions on its way read ---

function unknownInputs(of, expressions) {
  const names = new Set();
  for (const [kind, name] of expressions) {
    readsOf(of.graph, kind, name).inputs.forEach((input) => knows(of, input) || names.add(input));
  }
  return inFileOrder(of.graph, names);
}

function undecidedInputs(of, conditions) {
  const open = conditions.filter((condition) => truth(of, condition) === null);
  return unknownInputs(of, open.map((condition) => ["condition", condition]));
}

function waitsFor(said, key) {
  const level = levelOf(said, key);
  if (level === CERTAIN) return [];
  const places = holding(said, key);
  if (level === PROVISIONAL) {
    const until = [].concat(...places.map((place) => place.waiting));
    const waiting = until.filter((each) => truth(said.of, each) === true);
    return unknownInputs(said.of, waiting.map((condition) => ["condition", condition]));
  }
  return undecidedInputs(said.of, [].concat(...places.map((place) => place.conditions)));
}

// Those of the applied assumptions that any condition on the way to these places reads.
function assumedOnTheWay(said, places) {
  if (said.applied.length === 0) return [];
  const used = new Set();
  for (const place of places) {
    for (const condition of place.conditions) {
      const read = readsOf(said.of.graph, "condition", condition);
      read.inputs.forEach((each) => used.add(each));
      read.assumed.forEach((each) => used.add(each));
    }
  }
  return said.applied.map((each) => each.id).filter((id) => used.has(id));
}

// --- recommendations and choices ---

function recommendation(said, key) {
  const places = holding(said, key);
  const nodes = places.map((place) => place.node);
  const main = strongest(said, places);
  const level = levelOf(said, key);
  const offered = main.direction === "offer";
  return {
    id: main.direction + ":" + main.action,
    action: main.action,
    text: nameOf(said.of.graph, main.action),
    direction: main.direction,
    strengths: strengthsOf(nodes),
    status: STATUS_WORDS[level],
    waits_for: waitsFor(said, key),
    ruled_out_by: offered && level === UNDECIDED ? ruledOutBy(said.of, main.action) : [],
    assumed: assumedOnTheWay(said, places),
    timing: main.timing || "",
    dose: offered ? doseAnswer(said.of, main.action) : null,
    citations: citedBy(nodes),
    node: main.id,
    lines: places.map((place) => lineAnswer(said, place)),
  };
}

function lineAnswer(said, place) {
  const node = place.node;
  return {
    node: node.id,
    strength: node.strength,
    status: STATUS_WORDS[levelOf(said, place.line)],
    timing: node.timing || "",
    after: node.after || "",
    because: node.because || "",
    certainty: node.certainty || "",
    citations: citedBy([node]),
    see: list(node.see),
  };
}

function ruledOutBy(of, action) {
  const rules = of.graph.rules.filter((rule) => list(rule.x).includes(action) && rule.forbiddenWhen);
  return rules.filter((rule) => truth(of, rule.forbiddenWhen) === true).map((rule) => rule.id);
}

function choiceAnswer(said, key) {
  const places = holding(said, key);
  const nodes = places.map((place) => place.node);
  const options = said.of.graph.options.get(nodes[0].options);
  return {
    id: options.id,
    text: options.name,
    mode: nodes[0].mode,
    strengths: strengthsOf(nodes),
    status: STATUS_WORDS[levelOf(said, key)],
    waits_for: waitsFor(said, key),
    citations: citedBy(nodes),
    node: strongest(said, places).id,
    options: options.options.map((option) => optionAnswer(said.of, option)),
  };
}

function optionAnswer(of, option) {
  const out = option.out ? truth(of, option.out) : false;
  const holds = list(option.arguments).filter((argument) => truth(of, argument.condition) === true);
  const texts = (kind) => holds.filter((argument) => argument.kind === kind).map((argument) => argument.text);
  return {
    action: option.action,
    text: nameOf(of.graph, option.action),
    status: out === null ? "undecided" : out ? "out" : "in",
    preferred: out === false && Boolean(option.preferred) && truth(of, option.preferred) === true,
    in_favour: texts("in favour"),
    against: texts("against"),
    dose: doseAnswer(of, option.action),
    citations: citedBy([option]),
  };
}

// --- doses ---

function doseAnswer(of, action) {
  const dosing = of.graph.dosing.get(action);
  if (!dosing || !dosing.dose) return null;
  const needs = unknownInputs(of, doseExpressions(dosing.dose));
  const steps = openSteps(of, dosing.dose);
  const computed = needs.length || steps.length !== 1 ? null : amounts(of, steps[0]);
  const limit = computed && steps[0].limitHigh ? number(of, steps[0].limitHigh).high : null;
  const shared = (field) => {
    const distinct = [...new Set(steps.map((step) => step[field] || ""))];
    return distinct.length === 1 ? distinct[0] : "";
  };
  return {
    low: computed && decimalText(computed[0]),
    high: computed && decimalText(computed[1]),
    unit: shared("unit"),
    per: shared("rate"),
    route: shared("route"),
    frequency: shared("frequency"),
    duration: shared("duration"),
    needs: needs,
    not_stated: list(dosing.notStated),
    text: computed ? doseSentence(steps[0], computed) : written(steps),
    limit: limit && decimalText(limit),
    then: list(dosing.steps).map((step) => written(openSteps(of, step))),
  };
}

function doseExpressions(dose) {
  if (dose.is === "doseFork") {
    return [].concat(...dose.branches.map(([, condition, then]) => [["condition", condition], ...doseExpressions(then)]));
  }
  const numbers = [dose.low, dose.high, dose.limitHigh, dose.limitLow];
  return numbers.filter(Boolean).map((each) => ["number", each]);
}

// The doses that can still be the patient's.
function openSteps(of, dose) {
  if (dose.is === "doseStep") return [dose];
  const open = openBranches(of, dose.branches.map((branch) => branch[1]), dose.ordered);
  return [].concat(...open.map((place) => openSteps(of, dose.branches[place][2])));
}

const written = (steps) => [...new Set(steps.map((step) => step.text || ""))].join(" or ");

function amounts(of, step) {
  const low = number(of, step.low).low;
  const high = number(of, step.high).high;
  return low && high ? [low, high] : null;
}

// Amount, rate, route, infusion time, frequency, duration: the order of a dose sentence.
function doseSentence(step, computed) {
  const [first, last] = computed.map(humanNumber);
  const led = (word, text) => (!text || text.startsWith(word + " ") ? text : word + " " + text);
  const amount = first === last ? first : first + " to " + last;
  const parts = [
    amount + " " + (step.unit || ""),
    step.rate ? "per " + step.rate : "",
    step.route,
    led("over", step.over),
    step.frequency,
    led("for", step.duration),
  ];
  return parts.filter(Boolean).join(" ");
}

// --- gaps, conflicts, reports ---

function gapAnswer(said, key) {
  const places = holding(said, key);
  const gap = said.of.graph.gaps.get(places[0].node.gap);
  return {
    id: places[0].node.gap,
    text: (gap && gap.text) || "",
    status: STATUS_WORDS[levelOf(said, key)],
    waits_for: waitsFor(said, key),
    node: strongest(said, places).id,
  };
}

function conflictAnswer(said, key) {
  const places = holding(said, key);
  const conflict = said.of.graph.conflicts.get(places[0].node.conflict) || {};
  return {
    id: places[0].node.conflict,
    readings: list(conflict.readings).map((reading) => reading.text || ""),
    follow: conflict.follow || "",
    status: STATUS_WORDS[levelOf(said, key)],
    waits_for: waitsFor(said, key),
    node: strongest(said, places).id,
  };
}

function reportAnswer(said, node) {
  const graph = said.of.graph;
  const [value, possible] = reportedAs(said.of, node);
  return {
    id: node.of,
    text: nameOf(graph, node.of),
    value: value,
    unit: (node.kind === "number" && graph.numberUnits.get(node.value)) || "",
    possible: possible,
    citations: citedBy([node]),
    node: node.id,
  };
}

// What is known, or null and what is possible: labels, or both ends of a number.
function reportedAs(of, node) {
  if (node.kind === "condition") {
    const found = truth(of, node.value);
    return [found, found === null ? ["yes", "no"] : []];
  }
  if (node.kind === "label") {
    const found = labels(of, node.value);
    return found.length === 1 ? [found[0], []] : [null, found];
  }
  const given = of.graph.given.get(node.of);
  const isDate = Boolean(given) && given.type.is === "date";
  const interval = number(of, node.value);
  const [low, high] = [interval.low, interval.high].map((end) => (end ? (isDate ? momentText(end) : decimalText(end)) : ""));
  return low === high && low ? [low, []] : [null, [low, high]];
}

// --- pathways ---

function phaseAnswer(of, pathway, inScope) {
  const now = possiblePhases(of, pathway.id);
  const sure = now.length === 1 && inScope === true;
  const next = [];
  if (now.includes(NOT_STARTED) && pathway.phases.length) {
    next.push({ kind: "go", target: pathway.phases[0].id, status: sure ? "certain" : "undecided", citations: [] });
  }
  const windows = new Set();
  for (const phase of pathway.phases.filter((each) => now.includes(each.id))) {
    const states = windowStates(of, pathway.id, phase);
    states.forEach((state) => windows.add(state));
    for (const move of openTransitions(of, pathway.id, phase)) {
      const certain = truth(of, move.condition) === true && sure && !states.includes("early");
      next.push({ kind: move.kind, target: move.target || "", status: certain ? "certain" : "undecided", citations: citedBy([move]) });
    }
  }
  const window = ["early", "open", "overdue"].filter((state) => windows.has(state));
  return { pathway: pathway.id, now: now, next: next, window: window };
}

// The transitions that may hold: none while it is certainly too early.
function openTransitions(of, pathway, phase) {
  const states = windowStates(of, pathway, phase);
  if (states.length === 1 && states[0] === "early") return [];
  return phase.transitions.filter((move) => truth(of, move.condition) !== false);
}

function windowStates(of, pathway, phase) {
  if (!phase.window) return [];
  const clock = phaseClock(of, pathway);
  const started = compare("ge", clock, point(phase.window[0]));
  const closed = compare("gt", clock, point(phase.window[1]));
  const states = [];
  if (started !== true) states.push("early");
  if (started !== false && closed !== true) states.push("open");
  if (closed !== false) states.push("overdue");
  return states;
}

// --- assumptions that were made: inputs, then yes/no definitions, each in the guideline's order ---

function appliedAssumptions(of) {
  const graph = of.graph;
  const answer = (id, value, assume) => ({ id: id, value: value, text: (assume && assume.text) || "" });
  const inputs = of.patient.assumed.map((id) => {
    const given = graph.given.get(id);
    const value = own(given.assume, "value") || false;
    const word = typeof value === "boolean" ? (value ? "yes" : "no") : given.type.is === "number" ? decimalText(exact(value)) : value;
    return answer(id, word, given.assume);
  });
  const made = new Map();
  for (const node of graph.conditions.values()) {
    if (node.is === "assumed" && usesAssumption(node, of)) made.set(node.id, node.value === true);
  }
  const place = (id) => graph.definitions.findIndex((each) => each.id === id);
  const definitions = [...made.keys()].map((id, index) => [id, index]).sort((a, b) => place(a[0]) - place(b[0]) || a[1] - b[1]);
  const written = definitions.map(([id]) => answer(id, made.get(id) ? "yes" : "no", (graph.definitions[place(id)] || {}).assume));
  return [...inputs, ...written];
}

// What must be shown beside an answer of a guideline that is not approved, or whose review is overdue.
function notice(header, at) {
  const said = [];
  if (header.status !== "approved") {
    said.push("Not approved: status is " + header.status + ". For review and testing only, not for the care of patients.");
  }
  if (header.reviewBy && floorOf(readMoment(header.reviewBy)) < floorOf(at)) {
    said.push("Review was due on " + header.reviewBy + ".");
  }
  return said.join(" ");
}
