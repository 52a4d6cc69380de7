// One evaluation: a graph read for one patient, each expression once.
//
//     truth(of, "c3")      true must be yes, false must be no, null unknown
//     number(of, "n1")     {low, high}
//     labels(of, "l1")     ["severe", "moderate"]: the labels not ruled out

function evaluation(graph, patient) {
  return {
    graph: graph,
    patient: patient,
    truths: new Map(),
    intervals: new Map(),
    possible: new Map(),
    contradictory: [],
    offered: new Map(),
  };
}

const knows = (of, input) => of.patient.values.has(input);

function truth(of, condition) {
  if (!of.truths.has(condition)) {
    const node = of.graph.conditions.get(condition);
    of.truths.set(condition, CONDITIONS[node.is](node, of));
  }
  return of.truths.get(condition);
}

function number(of, name) {
  if (!of.intervals.has(name)) {
    const node = of.graph.numbers.get(name);
    of.intervals.set(name, NUMBERS[node.is](node, of));
  }
  return of.intervals.get(name);
}

// The labels not ruled out, in the order of the label's own list. A label with none left is contradictory.
function labels(of, name) {
  if (of.possible.has(name)) return of.possible.get(name);
  const node = of.graph.labels.get(name);
  let found;
  if (node.is === "inputLabel") {
    const value = of.patient.values.get(node.input);
    found = value === undefined ? node.labels : [value];
  } else {
    const open = new Set();
    for (const place of openBranches(of, node.branches.map((branch) => branch[0]), node.ordered)) {
      const [, label, nested] = node.branches[place];
      (nested ? labels(of, nested) : [label]).forEach((each) => open.add(each));
    }
    if (open.size === 0) of.contradictory.push(name);
    found = node.labels.filter((each) => open.has(each));
  }
  of.possible.set(name, found);
  return found;
}

// The branches of a fork that can be the patient's: not those that must be no, and one that must be yes closes the
// others (in an ordered fork, those after it), so two that must be yes close each other.
function openBranches(of, conditions, ordered) {
  const truths = conditions.map((condition) => truth(of, condition));
  const musts = [];
  truths.forEach((each, place) => each === true && musts.push(place));
  const closes = (must, place) => (ordered ? must < place : must !== place);
  const places = truths.map((each, place) => place);
  return places.filter((place) => truths[place] !== false && !musts.some((must) => closes(must, place)));
}

// --- conditions ---

function allOf(truths) {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function anyOf(truths) {
  if (truths.includes(true)) return true;
  return truths.includes(null) ? null : false;
}

function countOf(count, exactly, truths) {
  const must = truths.filter((each) => each === true).length;
  const may = truths.filter((each) => each !== false).length;
  if (may < count || (exactly && must > count)) return false;
  return must >= count && (!exactly || may === count) ? true : null;
}

// Whether what is possible lies wholly inside or outside what is wanted; unknown if nothing is left.
function among(possible, wanted) {
  const inside = possible.map((each) => wanted.includes(each));
  if (inside.length === 0) return null;
  return inside.includes(false) ? (inside.includes(true) ? null : false) : true;
}

const truthsOf = (of, names) => names.map((name) => truth(of, name));

// Whether an assumed definition takes its assumed value: it is unknown, and "unless" must be no or is absent.
function usesAssumption(node, of) {
  if (truth(of, node.of) !== null) return false;
  return !node.unless || truth(of, node.unless) === false;
}

const CONDITIONS = {
  constant: (node) => node.value === true,
  not: (node, of) => not(truth(of, node.of)),
  allOf: (node, of) => allOf(truthsOf(of, list(node.of))),
  anyOf: (node, of) => anyOf(truthsOf(of, list(node.of))),
  countOf: (node, of) => countOf(node.count, node.exactly === true, truthsOf(of, list(node.of))),
  assumed: (node, of) => (usesAssumption(node, of) ? node.value === true : truth(of, node.of)),
  isOffered: (node, of) => anyOf(list(node.actions).map((each) => (of.offered.has(each) ? of.offered.get(each) : false))),
  fact: (node, of) => (knows(of, node.input) ? of.patient.values.get(node.input) : null),
  compare: (node, of) => {
    const right = node.constant ? point(node.constant) : number(of, node.right);
    return compare(node.comparison, number(of, node.left), right);
  },
  dualCompare: (node, of) => {
    const truths = cutoffReadings(node, of).map(([value, cutoff]) => compare(node.comparison, value, point(cutoff)));
    return truths.every((each) => each === truths[0]) ? truths[0] : null;
  },
  labelIn: (node, of) => among(labels(of, node.of), list(node.labels)),
  courseIs: (node, of) => {
    const course = of.patient.values.get(node.input);
    return among(course ? [course.status] : COURSE_STATUSES, list(node.statuses));
  },
  trend: (node, of) => trend(node, of.patient.values.get(node.input)),
  sustained: (node, of) => sustained(node, of.patient.values.get(node.input)),
  notKnown: (node, of) => !list(node.inputs).every((each) => knows(of, each)),
  inPhase: (node, of) => among(possiblePhases(of, node.pathway), list(node.phases)),
};

// A cut-off published in several units: a known value meets the one of its reported unit, otherwise the first; an
// unknown value may meet any.
function cutoffReadings(node, of) {
  const source = of.graph.numbers.get(node.of);
  const given = of.graph.given.get(source.input);
  const value = reportedValue(source, of);
  if (!value) return node.cutoffs.map((cutoff) => inCutoffUnit(given, number(of, node.of), cutoff));
  const mine = node.cutoffs.find((cutoff) => cutoff[0] === value.unit);
  return [mine ? [point(value.reported), mine[1]] : inCutoffUnit(given, point(value.value), node.cutoffs[0])];
}

function reportedValue(source, of) {
  const value = of.patient.values.get(source.input);
  if (source.is === "inputValue") return value || null;
  const chosen = value ? chosenValues(source, value, of.patient.at) : [];
  return chosen.length && isEnough(source, chosen) ? singleValue(source, chosen).of : null;
}

function inCutoffUnit(given, interval, cutoff) {
  const way = given.ways.find((each) => each.unit.ucum === cutoff[0]);
  const unit = way ? way.unit : findUnit(cutoff[0]);
  const change = (end) => end && fromDeclared(given, end, unit);
  return [{ low: change(interval.low), high: change(interval.high) }, cutoff[1]];
}

// --- numbers ---

const NUMBERS = {
  constantNumber: (node) => point(node.value),
  arithmetic: (node, of) => OPERATIONS[node.operator](number(of, node.left), number(of, node.right)),
  squareRoot: (node, of) => squareRoot(number(of, node.of)),
  power: (node, of) => power(number(of, node.of), node.exponent),
  logarithm: (node, of) => logarithm(number(of, node.of)),
  extreme: (node, of) => (node.which === "lowest" ? lowest : highest)(node.of.map((each) => number(of, each))),
  rounded: (node, of) => monotone(number(of, node.of), (value) => roundTo(value, node.step, node.mode)),
  score: (node, of) => {
    const parts = node.items.map(([points, condition]) => scored(points, truth(of, condition)));
    return [...parts, ...node.add.map((each) => number(of, each))].reduce(added, point(ZERO));
  },
  numberFork: (node, of) => {
    const open = openBranches(of, node.branches.map((branch) => branch[0]), node.ordered);
    return hull(open.map((place) => number(of, node.branches[place][1])));
  },
  inputValue: (node, of) => {
    const value = of.patient.values.get(node.input);
    const given = of.graph.given.get(node.input);
    if (value !== undefined) return point(given.number ? value.value : value);
    return given.number ? { low: given.number.low, high: given.number.high } : UNBOUNDED;
  },
  seriesValue: (node, of) => seriesValue(node, of.patient.values.get(node.input), of.patient.at, of.graph.given.get(node.input).number),
  seriesDate: (node, of) => {
    const values = of.patient.values.get(node.input);
    return values && values.length ? point(values[node.which === "latest" ? values.length - 1 : 0].on) : UNBOUNDED;
  },
  courseStart: (node, of) => {
    const course = of.patient.values.get(node.input);
    return course && course.started ? point(course.started) : UNBOUNDED;
  },
  now: (node, of) => point(node.day ? whole(floorOf(of.patient.at)) : of.patient.at),
  shiftedDate: (node, of) => monotone(number(of, node.of), (moment) => shifted(moment, node.amount, node.unit)),
  completedYears: (node, of) => {
    const start = number(of, node.start);
    const end = number(of, node.end);
    return {
      low: start.high && end.low && completedYears(start.high, end.low),
      high: start.low && end.high && completedYears(start.low, end.high),
    };
  },
  phaseClock: (node, of) => phaseClock(of, node.pathway),
};

// Low end: positive points that must hold and negative ones that may; high end: the reverse.
function scored(points, holds) {
  if (holds !== null) return point(holds ? points : ZERO);
  return points.n < 0n ? { low: points, high: ZERO } : { low: ZERO, high: points };
}

// --- series: a term that needs more values than it has is unknown ---

function chosenValues(node, values, at) {
  const inside = node.within ? values.filter((value) => order(value.on, minus(at, node.within)) > 0) : values;
  return node.last ? inside.slice(-node.last) : inside;
}

function isEnough(node, chosen) {
  return node.which === "number" || chosen.length >= Math.max(node.which === "previous" ? 2 : 1, node.last || 1);
}

function seriesValue(node, values, at, plausible) {
  const chosen = values ? chosenValues(node, values, at) : [];
  if (!values || !isEnough(node, chosen)) return unknownSeriesValue(node, plausible);
  const total = () => chosen.map((each) => each.of.value).reduce(plus, ZERO);
  if (node.which === "number") return point(whole(chosen.length));
  if (node.which === "total") return point(total());
  if (node.which === "average") return point(over(total(), whole(chosen.length)));
  return point(singleValue(node, chosen).of.value);
}

// The one measurement a term picks; of equal lowest or highest ones the latest.
function singleValue(node, chosen) {
  const last = chosen.length - 1;
  if (node.which === "latest") return chosen[last];
  if (node.which === "previous") return chosen[last - 1];
  if (node.which === "earliest") return chosen[0];
  const better = node.which === "lowest" ? (sign) => sign < 0 : (sign) => sign > 0;
  const newest = [...chosen].reverse();
  return newest.reduce((best, each) => (better(order(each.of.value, best.of.value)) ? each : best));
}

function unknownSeriesValue(node, plausible) {
  if (node.which === "number") return { low: ZERO, high: null };
  if (node.which === "total") return { low: plausible.low.n >= 0n ? ZERO : null, high: null };
  return { low: plausible.low, high: plausible.high };
}

function trend(node, values) {
  if (!values || values.length < node.count) return null;
  const last = values.slice(-node.count);
  const wanted = node.direction === "rising" ? -1 : 1;
  return last.slice(1).every((each, place) => order(last[place].of.value, each.of.value) === wanted);
}

// Whether the newest run of values inside the bounds spans enough days; no if a value outside lies within them.
function sustained(node, values) {
  if (!values || values.length === 0) return null;
  const newest = values[values.length - 1].on;
  const age = (value) => minus(newest, value.on);
  let first = null;
  for (let place = values.length - 1; place >= 0 && isInside(node, values[place].of.value); place -= 1) first = values[place];
  if (first && order(age(first), node.days) >= 0) return true;
  const outside = values.filter((value) => !isInside(node, value.of.value));
  return outside.some((value) => order(age(value), node.days) <= 0) ? false : null;
}

function isInside(node, value) {
  const fits = (end, sign) => {
    const found = end ? order(value, end.value) : sign;
    return found === sign || (found === 0 && end.included);
  };
  return fits(node.low, 1) && fits(node.high, -1);
}

// --- where a patient can be on a pathway, and for how long ---

function possiblePhases(of, pathway) {
  const known = of.patient.phases.get(pathway);
  if (known) return [known.phase];
  const phases = of.graph.pathways.find((one) => one.id === pathway).phases;
  return [NOT_STARTED, ...phases.map((phase) => phase.id), ENDED];
}

// Whole days since the current phase started; not negative where its start is unknown.
function phaseClock(of, pathway) {
  const known = of.patient.phases.get(pathway);
  if (!known || !known.since) return { low: ZERO, high: null };
  return point(minus(whole(floorOf(of.patient.at)), known.since));
}

// --- assumptions: what a guideline lets stand for a value that is not recorded; read before any is made ---

function withAssumptions(graph, patient) {
  const recorded = evaluation(graph, patient);
  const values = new Map(patient.values);
  const assumed = [];
  for (const given of graph.inputs) {
    const assume = given.assume;
    if (assume && !patient.values.has(given.id) && (!assume.unless || truth(recorded, assume.unless) === false)) {
      values.set(given.id, assumedValue(given));
      assumed.push(given.id);
    }
  }
  return { values: values, at: patient.at, phases: patient.phases, assumed: assumed };
}

function assumedValue(given) {
  const value = own(given.assume, "value") || false;
  if (!given.number || given.type.is !== "number") return value;
  return { value: exact(value), reported: exact(value), unit: given.number.unit.ucum };
}
