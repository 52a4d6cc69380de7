// The workload in engines from npm: one process that checks or times an engine when it is told to, so that engines of
// two languages take their turns in the same rounds.
//
//   node engines.cjs PEERS < lines          a first line {trees, patients, zen, zenLoop}, then {"check"|"time": engine}
//
// Every engine gives the three leaves of a patient. `time` answers with microseconds of processor time for one patient.
"use strict";
const { createRequire } = require("node:module");
const path = require("node:path");
const readline = require("node:readline");

const load = createRequire(path.resolve(process.argv[2], "package.json"));

const cell = (sign, value) =>
  sign === "in" ? value.map((one) => JSON.stringify(one)).join(", ")
  : sign === "==" ? JSON.stringify(value) : `${sign} ${value}`;

// --- zen-engine -------------------------------------------------------------------------------------------------------
function zen({ zen }) {
  const { ZenEngine } = load("@gorules/zen-engine");
  const decision = new ZenEngine().createDecision(Buffer.from(zen));
  return async (patients, keep) => {
    for (const patient of patients) {
      const { result } = await decision.evaluate(patient);
      keep?.([result.i.leaf, result.n.leaf, result.h.leaf]);
    }
  };
}

function zenBatch({ zenLoop }) {
  const { ZenEngine } = load("@gorules/zen-engine");
  const decision = new ZenEngine().createDecision(Buffer.from(zenLoop));
  return async (patients, keep) => {
    const { result } = await decision.evaluate({ patients });
    if (keep) patients.forEach((_, at) => keep(["i", "n", "h"].map((tree) => result[`of_${tree}`][at][tree].leaf)));
  };
}

// --- cql-execution: ELM as a translator writes it, one Case a tree ----------------------------------------------------
const integer = (value) => ({ type: "Literal", valueType: "{urn:hl7-org:elm-types:r1}Decimal", value: String(value) });
const text = (value) => ({ type: "Literal", valueType: "{urn:hl7-org:elm-types:r1}String", value });
const property = (key) => ({ type: "Property", path: key, source: { type: "ExpressionRef", name: "Patient" } });
const SIGNS = { "<": "Less", ">=": "GreaterOrEqual" };

function elmCondition([key, sign, value]) {
  if (sign === "in") return { type: "In", operand: [property(key), { type: "List", element: value.map(text) }] };
  if (value === true) return property(key);
  if (sign === "==") return { type: "Equal", operand: [property(key), text(value)] };
  return { type: SIGNS[sign], operand: [property(key), integer(value)] };
}

function elmTree(rows) {
  const result = ([leaf, , recommendations, dosed]) => ({
    type: "Tuple",
    element: [
      { name: "leaf", value: text(leaf) },
      { name: "recommendations", value: { type: "List", element: recommendations.map(text) } },
      { name: "dose", value: dosed ? { type: "Multiply", operand: [property("weight"), integer("1.0")] } : { type: "Null" } },
    ],
  });
  const all = (conditions) => conditions.reduce((left, right) => ({ type: "And", operand: [left, right] }));
  const caseItem = rows.filter((row) => row[1].length)
    .map((row) => ({ when: all(row[1].map(elmCondition)), then: result(row) }));
  return { type: "Case", caseItem, else: result(rows[rows.length - 1]) };
}

function elm(trees) {
  const patient = {
    name: "Patient", context: "Patient", accessLevel: "Public",
    expression: { type: "SingletonFrom", operand: { type: "Retrieve", dataType: "{workload}Patient" } },
  };
  const decisions = Object.entries(trees)
    .map(([name, rows]) => ({ name, context: "Patient", accessLevel: "Public", expression: elmTree(rows) }));
  return {
    library: {
      identifier: { id: "Workload", version: "1" },
      schemaIdentifier: { id: "urn:hl7-org:elm", version: "r1" },
      usings: { def: [{ localIdentifier: "System", uri: "urn:hl7-org:elm-types:r1" }] },
      statements: { def: [patient, ...decisions] },
    },
  };
}

class Patients {
  constructor(patients) {
    this.patients = patients;
    this.at = 0;
  }
  currentPatient() {
    const values = this.patients[this.at];
    return values && { ...values, getId: () => String(this.at), findRecords: () => [values], findRecord: () => values };
  }
  nextPatient() {
    this.at += 1;
    return this.currentPatient();
  }
}

function cql({ trees }) {
  const { Executor, Library, Repository, CodeService } = load("cql-execution");
  const library = elm(trees);
  const executor = new Executor(new Library(library, new Repository({ library })), new CodeService({}));
  return async (patients, keep) => {
    const { patientResults } = await executor.exec(new Patients(patients));
    if (keep) patients.forEach((_, at) => keep(["i", "n", "h"].map((tree) => patientResults[at][tree].leaf)));
  };
}

function cqlSingle(given) {
  const batch = cql(given);
  return async (patients, keep) => {
    for (const patient of patients) await batch([patient], keep);
  };
}

// --- dmn-eval-js: one decision table a tree ---------------------------------------------------------------------------
const escape = (words) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function dmnTable(name, rows) {
  const keys = [...new Set(rows.flatMap((row) => row[1].map(([key]) => key)))];
  const inputs = keys.map((key) => `<input id="${name}_${key}" label="${key}">
    <inputExpression id="${name}_${key}_x" typeRef="string"><text>${key}</text></inputExpression></input>`);
  const outputs = ["leaf", "recommendations", "dose"]
    .map((output) => `<output id="${name}_${output}" name="${output}" typeRef="string" />`);
  const rules = rows.map((row, at) => {
    const cells = Object.fromEntries(row[1].map(([key, sign, value]) => [key, cell(sign, value)]));
    const entries = keys.map((key) => `<inputEntry id="${name}_${at}_${key}"><text>${escape(cells[key] ?? "")}</text></inputEntry>`);
    const said = [JSON.stringify(row[0]), JSON.stringify(row[2].join(" ")), row[3] ? "weight * 1.0" : "0"];
    const results = said.map((one, which) => `<outputEntry id="${name}_${at}_o${which}"><text>${escape(one)}</text></outputEntry>`);
    return `<rule id="${name}_${at}">${entries.join("")}${results.join("")}</rule>`;
  });
  return `<decision id="${name}" name="${name}"><decisionTable id="${name}_table" hitPolicy="FIRST">
    ${inputs.join("")}${outputs.join("")}${rules.join("")}</decisionTable></decision>`;
}

async function dmn({ trees }) {
  const { decisionTable } = load("@hbtgmbh/dmn-eval-js");
  const tables = Object.entries(trees).map(([name, rows]) => dmnTable(name, rows));
  const xml = `<?xml version="1.0" encoding="UTF-8"?><definitions
    xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd" id="workload" name="workload" namespace="workload">
    ${tables.join("")}</definitions>`;
  const decisions = await decisionTable.parseDmnXml(xml);
  return async (patients, keep) => {
    for (const patient of patients) {
      const found = ["i", "n", "h"].map((tree) => decisionTable.evaluateDecision(tree, decisions, patient));
      keep?.(found.map((one) => one.leaf));
    }
  };
}

// --- json-logic-js (expressions only): a chain of if for each tree ----------------------------------------------------
function jsonLogic({ trees }) {
  const engine = load("json-logic-js");
  const rules = Object.values(trees).map((rows) => ({
    if: rows.flatMap(([leaf, conditions]) => {
      const asked = conditions.map(([key, sign, value]) => ({ [sign]: [{ var: key }, value] }));
      return asked.length ? [asked.length === 1 ? asked[0] : { and: asked }, leaf] : [leaf];
    }),
  }));
  return async (patients, keep) => {
    for (const patient of patients) {
      const found = rules.map((rule) => engine.apply(rule, patient));
      keep?.(found);
    }
  };
}

// --- json-rules-engine: one engine a tree, a rule a row, the first by priority stops the engine -----------------------
const OPERATORS = { "<": "lessThan", ">=": "greaterThanInclusive", "==": "equal", in: "in" };

function jsonRules({ trees }) {
  const { Engine } = load("json-rules-engine");
  const engines = Object.values(trees).map((rows) => {
    const engine = new Engine();
    rows.forEach(([leaf, conditions, recommendations], at) => engine.addRule({
      priority: rows.length - at,
      conditions: { all: conditions.map(([fact, sign, value]) => ({ fact, operator: OPERATORS[sign], value })) },
      event: { type: leaf, params: { recommendations } },
      onSuccess: () => engine.stop(),
    }));
    return engine;
  });
  return async (patients, keep) => {
    for (const patient of patients) {
      const found = [];
      for (const engine of engines) found.push((await engine.run(patient)).events[0].type);
      keep?.(found);
    }
  };
}

const ENGINES = {
  "zen-engine (Node), single call": zen,
  "zen-engine (Node), its batch": zenBatch,
  "cql-execution, single call": cqlSingle,
  "cql-execution, its batch": cql,
  "dmn-eval-js": dmn,
  "json-rules-engine": jsonRules,
  "json-logic-js": jsonLogic,
};

async function main() {
  const made = {};
  let given;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    if (!given) {
      given = asked;
      process.stdout.write(`${JSON.stringify(Object.keys(ENGINES))}\n`);
      continue;
    }
    const name = asked.check ?? asked.time;
    const work = made[name] ??= await ENGINES[name](given);
    if (asked.check) {
      const leaves = [];
      await work(given.patients, (found) => leaves.push(found));
      process.stdout.write(`${JSON.stringify(leaves)}\n`);
    } else {
      const start = process.cpuUsage();
      await work(given.patients);
      const { user, system } = process.cpuUsage(start);
      process.stdout.write(`${JSON.stringify((user + system) / given.patients.length)}\n`);
    }
  }
}

main();
