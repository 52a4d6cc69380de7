// Making elements. Text goes in as text only, so nothing a guideline or a user writes can become markup.
//
//     element("p", { class: "ct-note" }, "a < b")      <p class="ct-note">a &lt; b</p>

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  const shown = children.filter((child) => child !== null && child !== undefined && child !== "");
  made.append(...shown.map((child) => (typeof child === "string" ? typeset(child) : child)));
  return made;
}

// Powers as clinicians write them: x10^9/L is read ×10⁹/L. What is sent to the engine or copied stays as it is typed.
function typeset(text) {
  const raised = (digits) => digits.replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);
  return text
    .replace(/(^|[^\w.])(x ?)?10\^(\d{1,2})(?!\d)/g, (found, before, times, power) => before + (times ? "×" : "") + "10" + raised(power))
    .replace(/(\/|1\.73| in |\d )m2\b/g, "$1m²");
}

function button(text, action, kind) {
  const made = element("button", { type: "button", class: "ct-button" + (kind ? " " + kind : "") }, text);
  made.addEventListener("click", action);
  return made;
}

const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
const sentence = (text) => (/[.!?]$/.test(text) ? text : text + ".");
const plural = (count, one, many) => count + " " + (count === 1 ? one : many);
const slugOf = (text) => text.replace(/[^A-Za-z0-9]+/g, "-");

function listed(texts, word) {
  if (texts.length < 2) return texts.join("");
  return texts.slice(0, -1).join(", ") + " " + (word || "and") + " " + texts[texts.length - 1];
}

function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
}

// A text for each audience; the page's own switch shows one of them.
function forAudiences(clinicians, patients) {
  if (!patients) return [clinicians];
  const spoken = element("span", { class: "ct-for-patients" }, patients);
  return clinicians ? [element("span", { class: "ct-for-clinicians" }, clinicians), " ", spoken] : [spoken];
}
