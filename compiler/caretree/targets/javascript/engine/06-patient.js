// From JSON to a patient with exact values, or to everything that is wrong with it. Messages name the input, never its
// value.
//
//     {"ANC": {"value": 1740, "unit": "/uL"}, "fever": true}       ANC {value: 1.74, reported: 1740, unit: "/uL"}
//     {"ANC": 1.74}                                                missing-unit

const DECIMAL = /^[+-]?\d+(\.\d+)?$/;
const NOT_STARTED = "not started";
const ENDED = "ended";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const own = (value, key) => (Object.prototype.hasOwnProperty.call(value, key) ? value[key] : undefined);
const isNothing = (value) => value === undefined || value === null;
const shown = (given) => given.short || given.name;

function problem(name, input, message, why, fix) {
  return { name: name, input: input, message: message, why: why || "", fix: fix || "" };
}

const about = (name, given, message, why, fix) => problem(name, given.id, '"' + shown(given) + '" ' + message, why, fix);

const badDate = (input, words) =>
  problem("bad-date", input, words + " is not a date.", "A date is year, month and day.", "Write it as 2025-09-08.");
const futureDate = (input, words) =>
  problem("future-date", input, words + " lies after the evaluation.", "It cannot have happened yet.", "Correct the date, or the evaluation’s date.");
const unknownKey = (input, key, where) =>
  problem("unknown-key", input, '"' + key + '" is not known' + where + ".", "A misspelt fact would be lost.");
const badNumber = (given) =>
  about("bad-number", given, "is not a plain number.", "Only a plain decimal number can be compared exactly.", "Write it like 1.74: digits, at most one point.");

// A patient, and the problems found. With allowMissing, inputs that may not be unknown may be: that is how a form is
// filled one value after another.
function readPatient(graph, mapping, options) {
  const at = own(mapping, "at");
  const moment = readMoment(isNothing(at) ? options.at : at);
  if (!moment) {
    const missing = isNothing(at) && isNothing(options.at);
    return { patient: null, problems: [missing ? problem("missing-input", "at", '"at" is missing.') : badDate("at", "The date of the evaluation")] };
  }
  const problems = [];
  const values = readValues(graph, mapping, moment, problems);
  const phases = readPhases(graph, own(mapping, "phases"), moment, problems);
  if (problems.length === 0 && !options.allowMissing) {
    for (const given of missingInputs(graph, values)) problems.push(missingInput(given));
  }
  const patient = { values: values, at: moment, phases: phases, assumed: [] };
  return { patient: problems.length ? null : patient, problems: problems };
}

function missingInputs(graph, values) {
  return graph.inputs.filter((given) => !(given.mayBeUnknown || given.assume || values.has(given.id)));
}

const missingInput = (given) =>
  about("missing-input", given, "is missing.", "The guideline does not allow it to be unknown.", given.asks);

function readValues(graph, mapping, at, problems) {
  const keys = new Map();
  for (const given of [...graph.inputs].reverse()) for (const key of given.keys) keys.set(key, given);
  const first = new Map();
  const values = new Map();
  for (const [key, value] of Object.entries(mapping)) {
    const given = keys.get(key);
    if (!given) {
      if (key !== "at" && key !== "phases") problems.push(unknownKey("", key, ""));
    } else if (first.has(given.id)) {
      problems.push(problem("duplicate-key", given.id, '"' + key + '" and "' + first.get(given.id) + '" are the same input.', "It is not clear which value counts.", "Give it once."));
    } else {
      first.set(given.id, key);
      if (!isNothing(value)) {
        const read = readValue(given, value, at, problems);
        if (read !== undefined) values.set(given.id, read);
      }
    }
  }
  return values;
}

// The exact value; undefined where problems were found.
function readValue(given, value, at, problems) {
  switch (given.type.is) {
    case "yesNo":
      if (typeof value === "boolean") return value;
      if (value === "yes" || value === "no") return value === "yes";
      return void problems.push(about("bad-yes-no", given, "is neither yes nor no.", "It is a yes/no input.", "Give true or false."));
    case "choice":
      if (given.type.labels.includes(value)) return value;
      return void problems.push(about("bad-choice", given, "is not one of its labels.", "", "Give one of: " + given.type.labels.join(", ") + "."));
    case "number":
      return readScalar(given, value, [], problems);
    case "date": {
      const moment = readMoment(value);
      return moment || void problems.push(badDate(given.id, '"' + shown(given) + '"'));
    }
    case "series":
      return readSeries(given, value, at, problems);
    default:
      return readCourse(given, value, problems);
  }
}

function readCourse(given, value, problems) {
  const badStatus = () =>
    about("bad-status", given, "has no known status.", "It is a course of treatment.", "Give one of: " + COURSE_STATUSES.join(", ") + ".");
  if (!isObject(value)) return void problems.push(badStatus());
  const before = problems.length;
  strayKeys(given, value, ["status", "started"]).forEach((each) => problems.push(each));
  const status = own(value, "status");
  const started = own(value, "started");
  if (!COURSE_STATUSES.includes(status)) problems.push(badStatus());
  const moment = isNothing(started) ? null : readMoment(started);
  if (!isNothing(started) && !moment) problems.push(badDate(given.id, 'The start of "' + shown(given) + '"'));
  return problems.length === before ? { status: status, started: moment } : undefined;
}

function strayKeys(given, value, known) {
  const stray = Object.keys(value).filter((key) => !known.includes(key));
  return stray.map((key) => unknownKey(given.id, key, ' in "' + shown(given) + '"'));
}

function readSeries(given, value, at, problems) {
  if (!Array.isArray(value)) {
    return void problems.push(about("bad-series", given, "is not a list of measurements.", "It is a series.", "[] means that none was taken."));
  }
  const before = problems.length;
  const measured = value.map((item, row) => {
    const found = [];
    const read = readMeasurement(given, item, at, found);
    found.forEach((each) => problems.push(Object.assign(each, { row: row })));
    return read;
  });
  if (problems.length > before) return undefined;
  return measured.map((each, place) => [each, place]).sort((a, b) => order(a[0].on, b[0].on) || a[1] - b[1]).map((pair) => pair[0]);
}

function readMeasurement(given, item, at, problems) {
  if (!isObject(item)) return void problems.push(about("bad-series", given, "is not a list of measurements.", "It is a series."));
  const of = readScalar(given, item, ["on"], problems);
  if (of === undefined) return undefined;
  const on = readMoment(own(item, "on"));
  const words = 'The date of a value of "' + shown(given) + '"';
  if (!on) return void problems.push(badDate(given.id, words));
  if (isFuture(on, at)) return void problems.push(futureDate(given.id, words));
  return { of: of, on: on };
}

// An evaluation on a day without a time lasts the whole day.
const isFuture = (moment, at) => order(moment, at) > 0 && !(at.d === 1n && floorOf(moment) === at.n);

// --- one number: the first check that fails is the one reported ---

// A number or a plain decimal string, exactly; a float by its shortest decimal.
function exactNumber(value) {
  if (typeof value === "number") return Number.isFinite(value) ? fromDecimal(String(value)) : null;
  return typeof value === "string" && value.length <= 60 && DECIMAL.test(value) ? fromDecimal(value) : null;
}

function readScalar(given, value, keys, problems) {
  const declared = given.number.unit;
  if (isObject(value)) {
    const stray = strayKeys(given, value, ["value", "unit", ...keys]);
    return stray.length ? void problems.push(stray[0]) : readMeasured(given, value, problems);
  }
  if (declared === NO_UNIT) return readPlain(given, value, problems);
  return void problems.push(exactNumber(value) ? missingUnit(given) : badNumber(given));
}

const missingUnit = (given) =>
  about("missing-unit", given, "needs a unit.", "A number without its unit is never guessed.", "Its unit is " + given.number.unit.symbol + ".");

function readPlain(given, value, problems) {
  const number = exactNumber(value);
  return number ? checked(given, number, number, given.number.unit, problems) : void problems.push(badNumber(given));
}

function readMeasured(given, value, problems) {
  const text = own(value, "unit");
  if (isNothing(text) || text === "") {
    if (given.number.unit === NO_UNIT) return readPlain(given, own(value, "value"), problems);
    return void problems.push(missingUnit(given));
  }
  const unit = typeof text === "string" ? findUnitFor(text, given.number.unit) : null;
  if (!unit) {
    return void problems.push(about("unknown-unit", given, "has a unit which is not known.", "It cannot be converted.", "Its unit is " + given.number.unit.symbol + "."));
  }
  if (!toDeclared(given, ONE, unit)) {
    return void problems.push(about("wrong-unit", given, 'has the unit "' + unit.symbol + '".', "Values convert only within one dimension and kind, or by a declared factor.", "Give a unit like " + given.number.unit.symbol + "."));
  }
  const number = exactNumber(own(value, "value"));
  return number ? checked(given, toDeclared(given, number, unit), number, unit, problems) : void problems.push(badNumber(given));
}

function checked(given, value, reported, unit, problems) {
  const number = given.number;
  if (order(value, number.low) < 0 || order(value, number.high) > 0) {
    const range = decimalText(number.low) + " to " + decimalText(number.high) + " " + number.unit.symbol;
    return void problems.push(about("out-of-range", given, "is outside its plausible range.", "It is refused, never clamped.", "Plausible is " + range.trim() + ". Check value and unit."));
  }
  if (number.decimals !== null && unit.ucum === number.unit.ucum && times(reported, tenTo(number.decimals)).d !== 1n) {
    return void problems.push(about("too-precise", given, "has more decimals than it is measured with.", "Thresholds count on it.", "Give it to " + number.decimals + " decimals."));
  }
  if (number.whole && value.d !== 1n) {
    return void problems.push(about("not-whole", given, "is not a whole number.", "It is counted in whole numbers.", "Give a whole number."));
  }
  return { value: value, reported: reported, unit: unit.ucum };
}

// --- phases ---

const means = (key, id, name) => [id, name, slug(name), snake(name)].includes(key);

function readPhases(graph, value, at, problems) {
  const phases = new Map();
  if (isNothing(value)) return phases;
  if (!isObject(value)) {
    problems.push(problem("bad-choice", "phases", '"phases" does not say its phase.', "A phase was expected."));
    return phases;
  }
  for (const [key, fact] of Object.entries(value)) {
    const pathway = graph.pathways.find((one) => means(key, one.id, one.name));
    if (!pathway) problems.push(unknownKey("phases", key, ' in "phases"'));
    else if (!isNothing(fact)) {
      const read = readPhase(pathway, fact, at, problems);
      if (read) phases.set(pathway.id, read);
    }
  }
  return phases;
}

function readPhase(pathway, fact, at, problems) {
  const bad = (message) => problem("bad-choice", "phase:" + pathway.id, '"' + pathway.name + '" ' + message, "A phase was expected.");
  if (!isObject(fact)) return void problems.push(bad("does not say its phase."));
  const wanted = own(fact, "phase");
  const known = pathway.phases.find((one) => means(wanted, one.id, one.name));
  const phase = wanted === NOT_STARTED || wanted === ENDED ? wanted : known && known.id;
  if (!phase) return void problems.push(bad("has no such phase."));
  const since = own(fact, "since");
  if (isNothing(since)) return { phase: phase, since: null };
  const moment = readMoment(since);
  const name = 'The start of the phase of "' + pathway.name + '"';
  if (!moment) return void problems.push(badDate("phase:" + pathway.id, name));
  if (isFuture(moment, at)) return void problems.push(futureDate("phase:" + pathway.id, name));
  return { phase: phase, since: whole(floorOf(moment)) };
}
