// How far each result holds: absent 0, undecided 1, provisional 2, certain 3.
//
//     when fever: recommend cultures, consider G-CSF      fever unknown: cultures 3 (both branches), G-CSF 1
//     otherwise: recommend cultures

const UNDECIDED = 1;
const PROVISIONAL = 2;
const CERTAIN = 3;
const STATUS_WORDS = ["absent", "undecided", "provisional", "certain"];

// The level of every result and line that is not absent, and the forks the facts contradict.
function statuses(of, inScope) {
  const torn = [];
  const found = new Map();
  if (inScope === false) return { levels: found, torn: torn };
  for (const run of of.graph.runs) {
    const runs = run.condition ? truth(of, run.condition) : true;
    if (runs !== false) join(found, capped(levelsOf(of, run.node, torn), runs ? CERTAIN : UNDECIDED));
  }
  return { levels: inScope === null ? capped(found, UNDECIDED) : found, torn: torn };
}

function levelsOf(of, name, torn) {
  const node = of.graph.nodes.get(name);
  switch (node.is) {
    case "block":
      return list(node.of).reduce((union, part) => join(union, levelsOf(of, part, torn)), new Map());
    case "fork":
      return forkLevels(of, node, torn);
    case "extra": {
      const holds = truth(of, node.condition);
      if (holds === false) return new Map();
      return capped(levelsOf(of, node.then, torn), holds === null ? UNDECIDED : node.waiting ? PROVISIONAL : CERTAIN);
    }
    case "nothing":
      return new Map();
    default: {
      const levels = new Map([[keyOf(node), CERTAIN], ["line|" + node.id, CERTAIN]]);
      return node.is === "conflict" && node.then ? join(levels, levelsOf(of, node.then, torn)) : levels;
    }
  }
}

// Where every open branch has a result at least provisionally, the weakest of them; where some do, undecided.
function forkLevels(of, node, torn) {
  const open = openBranches(of, node.branches.map((branch) => branch.condition), node.ordered);
  if (open.length === 0) {
    torn.push(node);
    return new Map();
  }
  const branches = open.map((place) => levelsOf(of, node.branches[place].then, torn));
  if (branches.length === 1) return branches[0];
  const found = new Map();
  for (const levels of branches) {
    for (const key of levels.keys()) {
      const weakest = Math.min(...branches.map((each) => each.get(key) || 0));
      found.set(key, weakest >= PROVISIONAL ? weakest : UNDECIDED);
    }
  }
  return found;
}

function capped(levels, most) {
  if (most === CERTAIN) return levels;
  return new Map([...levels].map(([key, level]) => [key, Math.min(level, most)]));
}

function join(into, levels) {
  for (const [key, level] of levels) into.set(key, Math.max(level, into.get(key) || 0));
  return into;
}

// Every reason to refuse the patient: impossible facts first; if there are none, contradictions.
function refusals(of, found) {
  const impossible = of.graph.impossible.filter(([condition]) => truth(of, condition) === true);
  if (impossible.length) {
    return impossible.map(([, text]) =>
      problem("impossible-patient", "", "The guideline says that no patient can have this: " + text + ".", "Advice for a patient who cannot exist would mean nothing.", "Check the values this sentence reads."),
    );
  }
  const labelNames = [...new Set(of.contradictory)].map((each) => "definitions/" + (of.graph.defined.get(each) || each));
  return [...found.torn.map((node) => node.id), ...labelNames].map((name) =>
    problem("contradictory-facts", "", 'The facts fit no single branch of "' + name + '".', "Each patient fits exactly one branch, so these facts contradict each other.", "Check the values it reads."),
  );
}

// Which nodes of the decisions are the patient's: "taken", or "open" while something above is unknown.
function pathOf(of, inScope) {
  const path = new Map();
  const visit = (name, state) => {
    const node = of.graph.nodes.get(name);
    path.set(name, state);
    if (node.is === "block") list(node.of).forEach((part) => visit(part, state));
    else if (node.is === "conflict" && node.then) visit(node.then, state);
    else if (node.is === "extra") {
      const holds = truth(of, node.condition);
      if (holds === false) path.delete(name);
      else visit(node.then, holds ? state : "open");
    } else if (node.is === "fork") {
      const open = openBranches(of, node.branches.map((branch) => branch.condition), node.ordered);
      open.forEach((place) => visit(node.branches[place].then, open.length === 1 ? state : "open"));
    }
  };
  if (inScope === false) return path;
  for (const run of of.graph.runs) {
    const runs = run.condition ? truth(of, run.condition) : true;
    if (runs !== false) visit(run.node, runs && inScope ? "taken" : "open");
  }
  return path;
}
