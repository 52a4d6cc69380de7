// Intervals: what is known of a number while something it is made of is unknown. Both ends are included; null is no
// bound. A truth is true (must be yes), false (must be no) or null (unknown).
//
//     compare("ge", {80, 160}, point(80))     true
//     compare("gt", {80, 160}, point(100))    null

const UNBOUNDED = { low: null, high: null };

const point = (value) => ({ low: value, high: value });

function isBelow(left, right) {
  if (left.high && right.low && order(left.high, right.low) < 0) return true;
  if (left.low && right.high && order(left.low, right.high) >= 0) return false;
  return null;
}

const not = (truth) => (truth === null ? null : !truth);

function compare(comparison, left, right) {
  switch (comparison) {
    case "lt":
      return isBelow(left, right);
    case "gt":
      return isBelow(right, left);
    case "ge":
      return not(isBelow(left, right));
    default:
      return not(isBelow(right, left));
  }
}

// Ends for multiplying and ordering: a ratio, or a number for minus or plus infinity.
const lowEnd = (of) => of.low || -Infinity;
const highEnd = (of) => of.high || Infinity;
const finite = (end) => (typeof end === "number" ? null : end);

function orderEnds(a, b) {
  if (typeof a !== "number" && typeof b !== "number") return order(a, b);
  const left = typeof a === "number" ? a : 0;
  const right = typeof b === "number" ? b : 0;
  return left < right ? -1 : left > right ? 1 : 0;
}

const leastEnd = (ends) => ends.reduce((best, end) => (orderEnds(end, best) < 0 ? end : best));
const greatestEnd = (ends) => ends.reduce((best, end) => (orderEnds(end, best) > 0 ? end : best));

function product(a, b) {
  const signs = [a, b].map((end) => (typeof end === "number" ? Math.sign(end) : end.n > 0n ? 1 : end.n < 0n ? -1 : 0));
  if (signs[0] === 0 || signs[1] === 0) return ZERO;
  return typeof a === "number" || typeof b === "number" ? signs[0] * signs[1] * Infinity : times(a, b);
}

function multiplied(left, right) {
  if (left.low && left.low === left.high && right.low && right.low === right.high) {
    return point(times(left.low, right.low));
  }
  const products = [];
  for (const one of [lowEnd(left), highEnd(left)]) {
    for (const other of [lowEnd(right), highEnd(right)]) products.push(product(one, other));
  }
  return { low: finite(leastEnd(products)), high: finite(greatestEnd(products)) };
}

function divided(left, right) {
  const holdsZero = (!right.low || right.low.n <= 0n) && (!right.high || right.high.n >= 0n);
  if (holdsZero) return UNBOUNDED;
  const low = right.high ? over(ONE, right.high) : ZERO;
  const high = right.low ? over(ONE, right.low) : ZERO;
  return multiplied(left, right.low === right.high ? point(low) : { low: low, high: high });
}

const bothEnds = (operation, a, b) => (a && b ? operation(a, b) : null);

function added(left, right) {
  const low = bothEnds(plus, left.low, right.low);
  return { low: low, high: isPoint(left) && isPoint(right) ? low : bothEnds(plus, left.high, right.high) };
}

function subtracted(left, right) {
  const low = bothEnds(minus, left.low, right.high);
  return { low: low, high: isPoint(left) && isPoint(right) ? low : bothEnds(minus, left.high, right.low) };
}

const isPoint = (of) => of.low !== null && (of.low === of.high || (of.high !== null && same(of.low, of.high)));

const OPERATIONS = { "+": added, "-": subtracted, "*": multiplied, "/": divided };

const lowest = (of) => ({ low: finite(leastEnd(of.map(lowEnd))), high: finite(leastEnd(of.map(highEnd))) });
const highest = (of) => ({ low: finite(greatestEnd(of.map(lowEnd))), high: finite(greatestEnd(of.map(highEnd))) });

// The smallest interval around several; no bounds around none.
function hull(of) {
  if (of.length === 0) return UNBOUNDED;
  if (of.length === 1) return of[0];
  return { low: finite(leastEnd(of.map(lowEnd))), high: finite(greatestEnd(of.map(highEnd))) };
}

// Both ends changed by a function that keeps order.
function monotone(of, change) {
  const low = of.low && change(of.low);
  return { low: low, high: isPoint(of) ? low : of.high && change(of.high) };
}

function squareRoot(of) {
  if (of.high && of.high.n < 0n) return UNBOUNDED;
  const low = !of.low || of.low.n < 0n ? ZERO : rootBounds(of.low, 2)[0];
  return { low: low, high: of.high && rootBounds(of.high, 2)[1] };
}

function logarithm(of) {
  if (of.high && of.high.n <= 0n) return UNBOUNDED;
  const low = !of.low || of.low.n <= 0n ? null : logarithmBounds(of.low)[0];
  return { low: low, high: of.high && logarithmBounds(of.high)[1] };
}

function power(of, exponent) {
  if (exponent.n === 0n) return point(ONE);
  if (exponent.n < 0n) return divided(point(ONE), power(of, negative(exponent)));
  if (exponent.d === 1n) return wholePower(of, exponent.n);
  if (of.high && of.high.n < 0n) return UNBOUNDED;
  const low = !of.low || of.low.n < 0n ? ZERO : powerBounds(of.low, exponent)[0];
  return { low: low, high: of.high && powerBounds(of.high, exponent)[1] };
}

function wholePower(of, exponent) {
  const low = of.low && raised(of.low, exponent);
  const high = of.high && raised(of.high, exponent);
  if (exponent % 2n === 1n || (of.low && of.low.n >= 0n)) return { low: low, high: high };
  if (of.high && of.high.n <= 0n) return { low: high, high: low };
  return { low: ZERO, high: low && high ? (order(low, high) > 0 ? low : high) : null };
}
