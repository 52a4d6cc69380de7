// Exact numbers: a ratio of whole numbers of any size, always in lowest terms, the lower one positive.
//
//     exact("1/2")            {n: 1n, d: 2n}
//     decimalText(1/3)        "0.333333333333"      humanNumber(1/3)      "0.3333"
//     rootBounds(2, 2)        two ratios around the root of 2, 45 digits apart

const ZERO = { n: 0n, d: 1n };
const ONE = { n: 1n, d: 1n };

function ratio(n, d) {
  if (d === 1n) return { n: n, d: d };
  if (d < 0n) {
    n = -n;
    d = -d;
  }
  let a = n < 0n ? -n : n;
  let b = d;
  while (b !== 0n) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a === 1n ? { n: n, d: d } : { n: n / a, d: d / a };
}

const whole = (n) => ({ n: BigInt(n), d: 1n });

// The exact text of a graph: "7" or "-1/2".
function exact(text) {
  const slash = text.indexOf("/");
  return slash < 0 ? whole(text) : ratio(BigInt(text.slice(0, slash)), BigInt(text.slice(slash + 1)));
}

// A decimal with an optional sign, point and exponent.
function fromDecimal(text) {
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  const digits = BigInt(parts[2] + (parts[3] || ""));
  const exponent = Number(parts[4] || 0) - (parts[3] || "").length;
  const signed = parts[1] === "-" ? -digits : digits;
  return exponent < 0 ? ratio(signed, 10n ** BigInt(-exponent)) : whole(signed * 10n ** BigInt(exponent));
}

const plus = (a, b) => (a.d === 1n && b.d === 1n ? { n: a.n + b.n, d: 1n } : ratio(a.n * b.d + b.n * a.d, a.d * b.d));
const minus = (a, b) => (a.d === 1n && b.d === 1n ? { n: a.n - b.n, d: 1n } : ratio(a.n * b.d - b.n * a.d, a.d * b.d));
const times = (a, b) => ratio(a.n * b.n, a.d * b.d);
const over = (a, b) => ratio(a.n * b.d, a.d * b.n);
const negative = (a) => ({ n: -a.n, d: a.d });
const absolute = (a) => (a.n < 0n ? negative(a) : a);
const raised = (a, exponent) => ({ n: a.n ** BigInt(exponent), d: a.d ** BigInt(exponent) });

// Below 0, 0 or above 0, as a is below, equal to or above b. Thresholds are compared crosswise, never divided.
function order(a, b) {
  const left = a.d === b.d ? a.n : a.n * b.d;
  const right = a.d === b.d ? b.n : b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

const same = (a, b) => a.n === b.n && a.d === b.d;

function floorOf(a) {
  if (a.d === 1n) return a.n;
  const cut = a.n / a.d;
  return a.n < 0n ? cut - 1n : cut;
}

const ceilingOf = (a) => -floorOf(negative(a));

// A multiple of step: the next one up or down, or the nearest with ties away from zero.
function roundTo(value, step, mode) {
  const steps = over(value, step);
  if (mode === "up") return times(whole(ceilingOf(steps)), step);
  if (mode === "down") return times(whole(floorOf(steps)), step);
  const nearest = floorOf(plus(absolute(steps), { n: 1n, d: 2n }));
  return times(whole(steps.n < 0n ? -nearest : nearest), step);
}

// --- numbers as text: no trailing zeros, no naked decimals, no exponents; ties away from zero ---

function tenTo(exponent) {
  return exponent < 0 ? { n: 1n, d: 10n ** BigInt(-exponent) } : whole(10n ** BigInt(exponent));
}

function decimalText(value, digits) {
  if (value.n === 0n) return "0";
  const size = absolute(value);
  let leading = size.n.toString().length - size.d.toString().length;
  if (order(size, tenTo(leading)) < 0) leading -= 1;
  const exponent = leading - (digits || 12) + 1;
  const shifted = over(size, tenTo(exponent));
  const rounded = (2n * shifted.n + shifted.d) / (2n * shifted.d);
  return (value.n < 0n ? "-" : "") + placed(rounded, exponent);
}

function placed(number, exponent) {
  if (exponent >= 0) return (number * 10n ** BigInt(exponent)).toString();
  const digits = number.toString().padStart(1 - exponent, "0");
  const text = digits.slice(0, exponent) + "." + digits.slice(exponent);
  return text.replace(/0+$/, "").replace(/\.$/, "");
}

const humanNumber = (value) => decimalText(value, 4);

// --- roots, powers and logarithms: two exact numbers with the true value between them ---

const FINE = 10n ** 45n;
const MARGIN = { n: 1n, d: FINE };
const BITS = 240n;
const UNIT = 1n << BITS;

const bitLength = (n) => n.toString(2).length;

// The largest whole number whose power is at most the value, by Newton's method from above.
function wholeRoot(value, degree) {
  if (value < 2n) return value;
  const below = BigInt(degree - 1);
  let root = 1n << BigInt(Math.floor(bitLength(value) / degree) + 1);
  for (;;) {
    const next = (below * root + value / root ** below) / BigInt(degree);
    if (next >= root) return root;
    root = next;
  }
}

function rationalRoot(value, degree) {
  const top = wholeRoot(value.n, degree);
  const bottom = wholeRoot(value.d, degree);
  const power = BigInt(degree);
  return top ** power === value.n && bottom ** power === value.d ? { n: top, d: bottom } : null;
}

function rootBounds(value, degree) {
  const root = rationalRoot(value, degree);
  if (root) return [root, root];
  const low = wholeRoot((value.n * FINE ** BigInt(degree)) / value.d, degree);
  return [ratio(low, FINE), ratio(low + 1n, FINE)];
}

// 2 * artanh(z) in units of 2^-240, z in the same units and at most a third.
function twiceArtanh(z) {
  const square = (z * z) >> BITS;
  let power = z;
  let sum = 0n;
  for (let odd = 1n; power !== 0n; odd += 2n) {
    sum += power / odd;
    power = (power * square) >> BITS;
  }
  return 2n * sum;
}

const LOG_TWO = twiceArtanh(UNIT / 3n);

// The natural logarithm of a positive whole number in units of 2^-240: of 2^k * m with m from 1 to 2.
function logOfWhole(n) {
  const doublings = BigInt(bitLength(n) - 1);
  const mantissa = doublings > BITS ? n >> (doublings - BITS) : n << (BITS - doublings);
  return doublings * LOG_TWO + twiceArtanh(((mantissa - UNIT) << BITS) / (mantissa + UNIT));
}

function logarithmBounds(value) {
  if (same(value, ONE)) return [ZERO, ZERO];
  const top = ratio(logOfWhole(value.n), UNIT);
  const bottom = ratio(logOfWhole(value.d), UNIT);
  const margin = times(MARGIN, plus(ONE, plus(absolute(top), absolute(bottom))));
  const near = minus(top, bottom);
  return [minus(near, margin), plus(near, margin)];
}

// e to an exact number: 2^k * e^r with r from 0 to log 2, by its series.
function exponentialBounds(of) {
  const scaled = floorOf(times(of, whole(UNIT)));
  const doublings = floorOf(ratio(scaled, LOG_TWO));
  const rest = scaled - doublings * LOG_TWO;
  let term = UNIT;
  let sum = 0n;
  for (let count = 1n; term !== 0n; count += 1n) {
    sum += term;
    term = ((term * rest) >> BITS) / count;
  }
  const near = doublings < 0n ? ratio(sum, UNIT << -doublings) : ratio(sum << doublings, UNIT);
  const margin = times(near, times(MARGIN, plus(ONE, absolute(of))));
  return [minus(near, margin), plus(near, margin)];
}

// A number that is not negative, to a positive exponent.
function powerBounds(value, exponent) {
  if (value.n === 0n || same(value, ONE)) return [value, value];
  const root = rationalRoot(value, Number(exponent.d));
  if (root) return [raised(root, exponent.n), raised(root, exponent.n)];
  const logs = logarithmBounds(value);
  return [exponentialBounds(times(logs[0], exponent))[0], exponentialBounds(times(logs[1], exponent))[1]];
}
