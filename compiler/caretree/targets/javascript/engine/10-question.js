// The next question: the unknown input that settles most open results in its worst region, then on average, then the
// cheapest, then the first. The rule is written out in the compiler's own next_question; this is the same rule again.

const COSTS = ["bedside", "laboratory", "procedure", ""];

function nextQuestion(said, inScope, notAsked) {
  const of = said.of;
  const required = missingInputs(of.graph, of.patient.values).filter((given) => !notAsked.includes(given.id));
  if (required.length) return required[0].id;
  const waiting = new Map(openResults(of, said.found, inScope).map((key) => [key, resultWaitsFor(said, key)]));
  const candidates = candidatesOf(of.graph, waiting, notAsked);
  if (candidates.length === 0) return doseQuestion(said, notAsked);
  return candidates.length === 1 ? candidates[0] : bestOf(said, candidates, waiting);
}

// Every open result, by its key, each once.
function openResults(of, found, inScope) {
  const keys = new Set(inScope === null ? ["scope"] : []);
  for (const [key, places] of of.graph.outline) {
    const level = found.get(key) || 0;
    if (level > 0 && key.startsWith("report|") && reportedAs(of, places[0].node)[0] === null) keys.add(key);
    if (level === UNDECIDED) keys.add(key);
    if (level > 0 && key.startsWith("choice|")) {
      const options = of.graph.options.get(places[0].node.options);
      const open = options.options.filter((option) => option.out && truth(of, option.out) === null);
      open.forEach((option) => keys.add("option|" + options.id + "|" + option.action));
    }
  }
  openMoves(of).forEach((open) => keys.add(open.key));
  return [...keys];
}

function openMoves(of) {
  const found = [];
  for (const pathway of of.graph.pathways) {
    const known = of.patient.phases.get(pathway.id);
    for (const phase of pathway.phases.filter((each) => known && each.id === known.phase)) {
      for (const move of openTransitions(of, pathway.id, phase)) {
        if (truth(of, move.condition) === null) found.push({ key: "move|" + pathway.id + "|" + move.id, condition: move.condition });
      }
    }
  }
  return found;
}

function resultWaitsFor(said, key) {
  const of = said.of;
  const parts = key.split("|");
  switch (parts[0]) {
    case "scope":
      return undecidedInputs(of, of.graph.appliesWhen ? [of.graph.appliesWhen] : []);
    case "option": {
      const options = of.graph.options.get(parts[1]).options.filter((option) => option.action === parts[2] && option.out);
      return undecidedInputs(of, options.map((option) => option.out));
    }
    case "move":
      return undecidedInputs(of, openMoves(of).filter((move) => move.key === key).map((move) => move.condition));
    case "report": {
      const node = of.graph.outline.get(key)[0].node;
      return inFileOrder(of.graph, new Set([...unknownInputs(of, [[node.kind, node.value]]), ...waitsFor(said, key)]));
    }
    default:
      return waitsFor(said, key);
  }
}

// The first set that is not empty: what the scope waits for, what urgent offers wait for, what anything waits for.
function candidatesOf(graph, waiting, notAsked) {
  const urgent = graph.actions.filter((action) => action.urgent).map((action) => "advice|offer|" + action.id);
  for (const keys of [["scope"], urgent, [...waiting.keys()]]) {
    const names = new Set([].concat(...keys.map((key) => waiting.get(key) || [])));
    notAsked.forEach((each) => names.delete(each));
    if (names.size) return inFileOrder(graph, names);
  }
  return [];
}

function bestOf(said, candidates, waiting) {
  let best = null;
  for (const name of candidates) {
    const given = said.of.graph.given.get(name);
    const score = Object.assign(scoreOf(said, given, waiting), { name: name, cost: COSTS.indexOf(given.costs || "") });
    if (!best || isBetter(score, best)) best = score;
  }
  return best.name;
}

function isBetter(one, other) {
  if (one.worst !== other.worst) return one.worst > other.worst;
  const means = order(one.mean, other.mean);
  return means !== 0 ? means > 0 : one.cost < other.cost;
}

function scoreOf(said, given, waiting) {
  if (given.type.is === "date" || given.type.is === "series") {
    const alone = [...waiting.values()].filter((names) => names.length === 1 && names[0] === given.id).length;
    return { worst: alone, mean: whole(alone) };
  }
  const settled = regionsOf(said.of.graph, given).map((value) => settledBy(said, given, value, waiting));
  const scores = settled.filter((each) => each !== null);
  if (scores.length === 0) return { worst: 0, mean: ZERO };
  const total = scores.reduce((sum, each) => sum + each, 0);
  return { worst: Math.min(...scores), mean: ratio(BigInt(total), BigInt(scores.length)) };
}

// How many open results are open no more with this value; null if the patient is refused.
function settledBy(said, given, value, waiting) {
  const graph = said.of.graph;
  const patient = said.of.patient;
  const values = new Map([...patient.values].filter(([name]) => !patient.assumed.includes(name)));
  values.set(given.id, value);
  const filled = { values: values, at: patient.at, phases: patient.phases, assumed: [] };
  const of = evaluation(graph, withAssumptions(graph, filled));
  const inScope = graph.appliesWhen ? truth(of, graph.appliesWhen) : true;
  const found = statuses(of, inScope);
  if (refusals(of, found).length) return null;
  const left = new Set(inScope === false ? [] : openResults(of, found.levels, inScope));
  return [...waiting.keys()].filter((key) => !left.has(key)).length;
}

function doseQuestion(said, notAsked) {
  const of = said.of;
  const certain = [...of.graph.outline.keys()].filter((key) => levelOf(said, key) === CERTAIN);
  const offers = certain.filter((key) => key.startsWith("advice|offer|")).map((key) => key.slice("advice|offer|".length));
  for (const action of [...offers, ...optionsThatAreIn(of, certain)]) {
    const dose = doseAnswer(of, action);
    const needs = dose ? dose.needs.filter((each) => !notAsked.includes(each)) : [];
    if (needs.length) return needs[0];
  }
  return null;
}

function optionsThatAreIn(of, certain) {
  const choices = certain.filter((key) => key.startsWith("choice|"));
  const options = choices.flatMap((key) => of.graph.options.get(of.graph.outline.get(key)[0].node.options).options);
  return options.filter((each) => !each.out || truth(of, each.out) === false).map((each) => each.action);
}

// --- regions: one value of an unknown input for each way the guideline can read it ---

function regionsOf(graph, given) {
  switch (given.type.is) {
    case "yesNo":
      return [true, false];
    case "choice":
      return given.type.labels;
    case "course":
      return COURSE_STATUSES.map((status) => ({ status: status, started: null }));
    default:
      return numberRegions(given.number, graph.thresholds.get(given.id) || []).map((value) => ({
        value: value,
        reported: value,
        unit: given.number.unit.ucum,
      }));
  }
}

function numberRegions(declared, thresholds) {
  const low = declared.low;
  const high = declared.high;
  const inside = distinct(thresholds.filter((each) => order(low, each) < 0 && order(each, high) < 0));
  if (declared.whole) {
    const starts = inside.map((each) => [whole(ceilingOf(each)), whole(floorOf(each) + 1n)]);
    return distinct([whole(ceilingOf(low)), ...[].concat(...starts)]).filter((start) => order(start, high) <= 0);
  }
  const ends = [low, ...inside, high];
  return ends.slice(1).map((end, place) => over(plus(ends[place], end), whole(2)));
}

function distinct(numbers) {
  const sorted = [...numbers].sort(order);
  return sorted.filter((each, place) => place === 0 || !same(each, sorted[place - 1]));
}

// The constants the graph compares each input with, in the input's declared unit.
function thresholdsOf(graph) {
  const found = new Map();
  const add = (input, value) => found.set(input, [...(found.get(input) || []), value]);
  for (const node of graph.conditions.values()) {
    if (node.is === "compare") {
      const sides = node.constant ? [[node.left, node.constant]] : constantSides(graph, node);
      for (const [name, value] of sides) {
        const solved = solve(graph, name, value);
        if (solved) add(solved[0], solved[1]);
      }
    } else if (node.is === "dualCompare" && graph.numbers.get(node.of).is === "inputValue") {
      const given = graph.given.get(graph.numbers.get(node.of).input);
      for (const [code, value] of node.cutoffs) {
        const way = given.ways.find((each) => each.unit.ucum === code);
        const unit = way ? way.unit : findUnit(code);
        const converted = unit && toDeclared(given, value, unit);
        if (converted) add(given.id, converted);
      }
    }
  }
  return found;
}

function constantSides(graph, node) {
  const sides = [[node.left, graph.numbers.get(node.right)], [node.right, graph.numbers.get(node.left)]];
  return sides.filter((side) => side[1].is === "constantNumber").map(([name, constant]) => [name, constant.value]);
}

// The input inside a chain of operations with constants, and its value where the chain meets the threshold.
function solve(graph, name, threshold) {
  const node = graph.numbers.get(name);
  if (node.is === "inputValue") return [node.input, threshold];
  if (node.is !== "arithmetic") return null;
  const left = graph.numbers.get(node.left);
  const right = graph.numbers.get(node.right);
  if (right.is === "constantNumber") {
    const before = undone(node.operator, threshold, right.value);
    return before && solve(graph, node.left, before);
  }
  if (left.is === "constantNumber" && node.operator !== "/") {
    const before = node.operator === "-" ? minus(left.value, threshold) : undone(node.operator, threshold, left.value);
    return before && solve(graph, node.right, before);
  }
  return null;
}

// The x of "x operator constant = result".
function undone(operator, result, constant) {
  if (operator === "+") return minus(result, constant);
  if (operator === "-") return plus(result, constant);
  if (operator === "/") return times(result, constant);
  return constant.n === 0n ? null : over(result, constant);
}
