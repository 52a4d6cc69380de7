// Moments as exact days since 1970-01-01, and calendar arithmetic on them. Local time without zones.
//
//     readMoment("2025-09-08T12:00")                  20339 + 1/2
//     shifted(days of 2025-01-31, 1, "months")        days of 2025-02-28: a missing day becomes the month's last

const MOMENT = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?$/;
const PART_OF_DAY = {
  minutes: { n: 1n, d: 1440n },
  hours: { n: 1n, d: 24n },
  days: ONE,
  weeks: { n: 7n, d: 1n },
};
const FIRST_DAY = -719162n;
const LAST_DAY = 2932896n;

const isLeap = (year) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const monthLength = (year, month) => (month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);

// Days before a date of the Gregorian calendar, counted in years that begin in March.
function daysOfDate(year, month, day) {
  const shiftedYear = month > 2 ? year : year - 1;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

// The date a moment lies on; null beyond the years 1 to 9999.
function dateOf(days) {
  const day = floorOf(days);
  if (day < FIRST_DAY || day > LAST_DAY) return null;
  const counted = Number(day) + 719468;
  const era = Math.floor(counted / 146097);
  const ofEra = counted - era * 146097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const place = Math.floor((5 * ofYear + 2) / 153);
  const month = place < 10 ? place + 3 : place - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year: year, month: month, day: ofYear - Math.floor((153 * place + 2) / 5) + 1 };
}

function readMoment(text) {
  const found = typeof text === "string" ? MOMENT.exec(text) : null;
  if (!found) return null;
  const [year, month, day, hours, minutes, seconds] = found.slice(1).map((part) => Number(part || 0));
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return null;
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const sinceMidnight = ratio(BigInt(hours * 3600 + minutes * 60 + seconds), 86400n);
  return plus(whole(daysOfDate(year, month, day)), sinceMidnight);
}

const twoDigits = (number) => String(number).padStart(2, "0");

function momentText(days) {
  const date = dateOf(days);
  if (!date) return "";
  const day = String(date.year).padStart(4, "0") + "-" + twoDigits(date.month) + "-" + twoDigits(date.day);
  const seconds = Number(floorOf(times(minus(days, whole(floorOf(days))), whole(86400))));
  if (seconds === 0) return day;
  const time = "T" + twoDigits(Math.floor(seconds / 3600)) + ":" + twoDigits(Math.floor(seconds / 60) % 60);
  return day + time + (seconds % 60 ? ":" + twoDigits(seconds % 60) : "");
}

// A moment moved by minutes, hours, days, weeks, calendar months or years; null beyond the calendar.
function shifted(days, amount, unit) {
  if (unit in PART_OF_DAY) return plus(days, times(whole(amount), PART_OF_DAY[unit]));
  const start = dateOf(days);
  if (!start) return null;
  const months = start.year * 12 + start.month - 1 + amount * (unit === "years" ? 12 : 1);
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  if (year < 1 || year > 9999) return null;
  const day = daysOfDate(year, month, Math.min(start.day, monthLength(year, month)));
  return plus(whole(day), minus(days, whole(floorOf(days))));
}

// The most whole calendar years that can be added to the start without passing the end.
function completedYears(start, end) {
  const first = dateOf(start);
  const last = dateOf(end);
  if (!first || !last) return null;
  const years = last.year - first.year;
  const anniversary = shifted(start, years, "years");
  return anniversary && whole(order(anniversary, end) <= 0 ? years : years - 1);
}
