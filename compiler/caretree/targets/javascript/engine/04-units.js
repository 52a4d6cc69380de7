// Units, spelled in any accepted clinical way and taken apart by a small grammar; UNITS (its atoms, with their exact
// sizes and UCUM codes) stands in front of this file.
//
//     findUnit("×10⁹/L")        {symbol: "x10^9/L", ucum: "10*9/L", dimension: "count1 volume-1", factor: 10^9 …}
//     findUnit("parsec")        null
//
// Grammar: [x10^n] [atom{.atom}] {/atom}; "per" may stand for "/"; a kind in capitals may follow: ng/mL FEU.

const ATOMS = new Map();
for (const [symbol, ucum, base, size, factor, offset, below, singular, spellings] of UNITS.atoms) {
  const atom = { symbol, ucum, base, size, factor: exact(factor), offset: exact(offset), below };
  for (const text of [symbol, below, singular, ...spellings]) if (text) ATOMS.set(text, atom);
}

const CELLS = ATOMS.get("cells");
const POWER = /^(?:[x×*] ?)?10(?:[\^*](\d{1,2})|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))(?!\d) ?/;
const LETTERS = { G: 9, T: 12, K: 3, k: 3, M: 6 };
const EVENTS = ["beats", "breaths", "beat", "breath"];
const COUNTED = ["cells", "copies", "CFU"];
const KIND = /^(\S.*) ([A-Z][A-Z0-9]{1,7}|anti-Xa)$/;
const NOT_KINDS = "IV IM SC PO PR IO SL NG PV IT BD OD TDS QDS QID TID PRN AND OR IU CFU HPF".split(" ");
const NO_UNIT = { symbol: "", ucum: "1", dimension: "", factor: ONE, offset: ZERO, kind: "" };
const GRAM_OF_BODY = { symbol: "g", ucum: "g", dimension: "body mass1", factor: { n: 1n, d: 1000n }, offset: ZERO, kind: "" };

const foundUnits = new Map();

function findUnit(text) {
  if (!foundUnits.has(text)) {
    if (foundUnits.size > 4096) foundUnits.clear();
    foundUnits.set(text, readUnit(text));
  }
  return foundUnits.get(text);
}

// The unit for a value measured like another: "g" for a body mass is the body's gram, not the drug's.
function findUnitFor(text, like) {
  const isBodyMass = like.dimension === GRAM_OF_BODY.dimension;
  return isBodyMass && ["g", "gram", "grams"].includes(text.trim()) ? GRAM_OF_BODY : findUnit(text);
}

function readUnit(text) {
  const parts = readParts(text);
  if (parts) return unitOf(parts);
  const spaced = text.split(/\s+/).filter(Boolean).join(" ");
  const found = KIND.exec(spaced);
  if (!found || NOT_KINDS.includes(found[2]) || !(found[1].includes("/") || found[1] === "%")) return null;
  const plain = readParts(found[1]);
  const unit = plain && unitOf(plain);
  if (!unit) return null;
  const slash = unit.ucum.indexOf("/");
  const cut = slash < 0 ? unit.ucum.length : slash;
  const ucum = unit.ucum.slice(0, cut) + "{" + found[2] + "}" + unit.ucum.slice(cut);
  return Object.assign({}, unit, { symbol: unit.symbol + " " + found[2], ucum: ucum, kind: found[2] });
}

function readParts(text) {
  let spelled = text.split(/\s+/).filter(Boolean).join(" ");
  spelled = spelled.replace(/(?:^| )per (?=\S)/g, "/").replace(/1\.73 (?=m)/g, "1.73");
  if (spelled === "bpm") spelled = "/min";
  if (!spelled || spelled.length > 100) return null;
  if (ATOMS.has(spelled)) return { power: 0, above: [ATOMS.get(spelled)], below: [] };
  const [first, ...rest] = spelled.split("/").map((part) => part.trim());
  const below = rest.map((part) => ATOMS.get(part));
  return below.includes(undefined) ? null : withTop(first, below);
}

const isOf = (below, base) => below.length === 1 && below[0].base === base && below[0].size === 1;

function withTop(first, below) {
  if (Object.prototype.hasOwnProperty.call(LETTERS, first) && isOf(below, "volume")) {
    return { power: LETTERS[first], above: [CELLS], below: below };
  }
  const found = POWER.exec(first);
  const rest = found ? first.slice(found[0].length) : first;
  const tens = found ? Number(found[1] || Array.from(found[2], (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit)).join("")) : 0;
  const above = factorsOf(rest);
  if (!above || (tens && above.length && !COUNTED.includes(above[0].symbol))) {
    return EVENTS.includes(rest) && isOf(below, "time") ? { power: 0, above: [], below: below } : null;
  }
  const counts = !above.length && (tens || isOf(below, "volume") || (below.length && below[0].symbol === "HPF"));
  return { power: tens, above: counts ? [CELLS] : above, below: below };
}

function factorsOf(text) {
  if (!text) return [];
  const found = text.split(/\.(?!\d)/).map((part) => ATOMS.get(part));
  return found.includes(undefined) ? null : found;
}

function unitOf(parts) {
  const atoms = [...parts.above, ...parts.below];
  if (atoms.length > 1 && atoms.some((atom) => atom.base === "temperature")) return null;
  const total = new Map();
  parts.above.forEach((atom) => total.set(atom.base, (total.get(atom.base) || 0) + atom.size));
  parts.below.forEach((atom) => total.set(atom.base, (total.get(atom.base) || 0) - atom.size));
  const dimension = [...total].filter((each) => each[1] !== 0).map(([base, size]) => base + size);
  const isShare = dimension.length === 0;
  const share = atoms.length && atoms[0].base === "volume" ? "ratio1" : (atoms.length ? atoms[0].base : "") + " ratio1";
  let factor = whole(10n ** BigInt(parts.power));
  parts.above.forEach((atom) => (factor = times(factor, atom.factor)));
  parts.below.forEach((atom) => (factor = over(factor, atom.factor)));
  return {
    symbol: symbolOf(parts),
    ucum: ucumOf(parts),
    dimension: isShare ? share : dimension.sort().join(" "),
    factor: factor,
    offset: atoms.length ? atoms[0].offset : ZERO,
    kind: "",
  };
}

// Cells go without saying in a concentration of cells: /uL.
function spoken(parts) {
  const silent = parts.above.length === 1 && (isOf(parts.below, "volume") || (parts.below[0] || {}).symbol === "HPF");
  return parts.above.filter((atom) => !(silent && atom === CELLS));
}

function symbolOf(parts) {
  const above = spoken(parts).map((atom) => atom.symbol).join(".");
  const top = [parts.power ? "x10^" + parts.power : "", above].filter(Boolean).join(" ");
  return top + parts.below.map((atom) => "/" + (atom.below || atom.symbol)).join("");
}

function ucumOf(parts) {
  const powers = parts.power ? ["10*" + parts.power] : [];
  const top = [...powers, ...spoken(parts).map((atom) => atom.ucum)].join(".").split(".{").join("{");
  return top + parts.below.map((atom) => "/" + atom.ucum).join("") || "1";
}

const converts = (unit, other) => unit.dimension === other.dimension && unit.kind === other.kind;

// A value of one unit in another that it converts to by size.
function inUnit(value, from, to) {
  return over(minus(plus(times(value, from.factor), from.offset), to.offset), to.factor);
}

// A value in any unit, in the declared unit of an input: by size, or over a unit the input converts; null otherwise.
function toDeclared(given, value, unit) {
  const way = given.ways.find((each) => converts(unit, each.unit));
  return way ? plus(times(inUnit(value, unit, way.unit), way.factor), way.offset) : null;
}

// A value in the declared unit of an input, in another unit.
function fromDeclared(given, value, unit) {
  const way = given.ways.find((each) => converts(each.unit, unit));
  return inUnit(over(minus(value, way.offset), way.factor), way.unit, unit);
}
