// The form's fields, one for each input. A field can read() its value (undefined: not known), write() one, and show
// the problems the engine found with it.

const COURSES = ["not tried", "under way", "responded", "failed", "not tolerated", "stopped"];

const TYPED = "select, input:not([type=radio]):not([type=checkbox])";

// The fields of a guideline in its order: inputs, then where the patient is on each pathway.
function fieldsOf(graph, prefix) {
  const inputs = graph.inputs.map((given) => inputField(given, prefix));
  return [...inputs, ...graph.pathways.map((pathway) => phaseField(pathway, prefix))];
}

function inputField(given, prefix) {
  const id = prefix + slugOf(given.id);
  const makers = { yesNo: yesNoField, choice: choiceField, number: numberField, date: dateField, series: seriesField, course: courseField };
  return Object.assign(makers[given.type.is](given, id), { id: given.id, name: given.short || given.name });
}

// The frame of a field: its name, its question, the control, and a place for problems.
function framed(given, id, control, first, group) {
  const name = capital(given.name) + (given.short ? " (" + given.short + ")" : "");
  const badge = element("span", { class: "ct-badge", hidden: true });
  const title = group
    ? element("legend", { class: "ct-field-name" }, name, " ", badge)
    : element("label", { class: "ct-field-name", for: id }, name, " ", badge);
  const question = forAudiences(given.asks || "", given.asksPatients || "");
  const asked = question[0] ? element("span", { class: "ct-field-question", id: id + "-asks" }, ...question) : null;
  const range = rangeWords(given);
  const hint = range ? element("span", { class: "ct-field-hint", id: id + "-range" }, range) : null;
  const problems = element("span", { class: "ct-field-problem", id: id + "-problem" });
  const box = element(group ? "fieldset" : "div", { class: "ct-field" }, title, asked, control, hint, problems);
  const described = [asked, hint, problems].filter(Boolean).map((each) => each.id).join(" ");
  (group ? box : first).setAttribute("aria-describedby", described);
  return {
    box: box,
    first: first,
    show: (found) => {
      problems.textContent = typeset(found.map((each) => each.message + (each.fix ? " " + each.fix : "")).join(" "));
      box.classList.toggle("ct-field-wrong", found.length > 0);
      box.querySelectorAll(TYPED).forEach((each) => each.setAttribute("aria-invalid", String(found.length > 0)));
    },
    mark: (word) => {
      badge.textContent = word;
      badge.hidden = !word;
      box.classList.toggle("ct-field-asked", word === "asked next");
    },
  };
}

function rangeWords(given) {
  if (!given.number) return "";
  const range = caretree.decimalText(given.number.low) + " to " + caretree.decimalText(given.number.high);
  return "plausible: " + range + " " + given.number.unit.symbol;
}

function options(words) {
  return [element("option", { value: "" }, "not known"), ...words.map((word) => element("option", { value: word }, word))];
}

function yesNoField(given, id) {
  const radios = ["", "yes", "no"].map((value) =>
    element("input", { type: "radio", name: id, id: id + "-" + (value || "unknown"), value: value, checked: value === "" }),
  );
  const words = { "": "Not known", yes: "Yes", no: "No" };
  const parts = radios.map((radio) => element("span", { class: "ct-switch-part" }, radio, element("label", { for: radio.id }, words[radio.value])));
  const frame = framed(given, id, element("span", { class: "ct-switch" }, ...parts), radios[0], true);
  const chosen = () => radios.find((radio) => radio.checked) || radios[0];
  return Object.assign(frame, {
    focus: () => chosen().focus(),
    read: () => (chosen().value ? chosen().value === "yes" : undefined),
    write: (value) => {
      const word = value === true || value === "yes" ? "yes" : value === false || value === "no" ? "no" : "";
      radios.forEach((radio) => (radio.checked = radio.value === word));
    },
  });
}

function choiceField(given, id) {
  const select = element("select", { id: id }, ...options(given.type.labels));
  return Object.assign(framed(given, id, select, select, false), {
    focus: () => select.focus(),
    read: () => select.value || undefined,
    write: (value) => (select.value = given.type.labels.includes(value) ? value : ""),
  });
}

// A number that is being typed may end in its point.
function typed(input) {
  const text = input.value.trim();
  return document.activeElement === input ? text.replace(/\.$/, "") : text;
}

function unitSelect(given, label) {
  const units = given.number.unit.symbol ? caretree.reportingUnits(given) : [];
  if (units.length === 0) return null;
  return element("select", { class: "ct-unit", "aria-label": label }, ...units.map((unit) => element("option", { value: unit }, unit)));
}

function numberParts(given, id, label) {
  const input = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", id: id, class: "ct-number", "aria-label": label });
  const unit = unitSelect(given, "Unit of " + (given.short || given.name));
  return {
    input: input,
    unit: unit,
    read: () => (unit ? { value: typed(input), unit: unit.value } : typed(input)),
    write: (value) => {
      const measured = typeof value === "object" && value !== null ? value : { value: value };
      input.value = measured.value === undefined || measured.value === null ? "" : String(measured.value);
      if (unit && measured.unit) {
        if (![...unit.options].some((option) => option.value === measured.unit)) unit.append(element("option", { value: measured.unit }, measured.unit));
        unit.value = measured.unit;
      }
    },
  };
}

function numberField(given, id) {
  const parts = numberParts(given, id, null);
  const control = element("span", { class: "ct-measured" }, parts.input, parts.unit);
  return Object.assign(framed(given, id, control, parts.input, false), {
    focus: () => parts.input.focus(),
    read: () => (parts.input.value.trim() ? parts.read() : undefined),
    write: (value) => parts.write(value === undefined ? "" : value),
  });
}

function dateInput(id, label, withTime) {
  return element("input", { type: withTime ? "datetime-local" : "date", id: id, "aria-label": label, autocomplete: "off" });
}

// A date control holds only what it can show.
function writeDate(input, value) {
  const text = typeof value === "string" ? value : "";
  input.value = input.type === "date" ? text.slice(0, 10) : text && !text.includes("T") ? text + "T00:00" : text;
}

function dateField(given, id) {
  const input = dateInput(id, null, given.type.withTime);
  return Object.assign(framed(given, id, input, input, false), {
    focus: () => input.focus(),
    read: () => input.value || undefined,
    write: (value) => writeDate(input, value),
  });
}

function courseField(given, id) {
  const status = element("select", { id: id }, ...options(COURSES));
  const started = dateInput(id + "-started", "Start of " + given.name, false);
  const since = element("span", { class: "ct-since" }, element("span", { class: "ct-field-hint", "aria-hidden": "true" }, "started"), started);
  return Object.assign(framed(given, id, element("span", { class: "ct-measured" }, status, since), status, false), {
    focus: () => status.focus(),
    read: () => (status.value || started.value ? Object.assign({ status: status.value }, started.value ? { started: started.value } : {}) : undefined),
    write: (value) => {
      status.value = value && COURSES.includes(value.status) ? value.status : "";
      writeDate(started, value && value.started);
    },
  });
}

// Dated measurements: as many rows as there are values; "none was taken" is known and empty.
function seriesField(given, id) {
  const rows = [];
  const list = element("span", { class: "ct-rows" });
  const none = element("input", { type: "checkbox", id: id + "-none" });
  const changed = () => box.box.dispatchEvent(new Event("input", { bubbles: true }));
  const add = (value) => {
    const row = seriesRow(given, id + "-" + (rows.length + 1), rows.length + 1, () => {
      rows.splice(rows.indexOf(row), 1);
      row.box.remove();
      more.focus();
      changed();
    });
    rows.push(row);
    list.append(row.box);
    if (value) row.write(value);
    return row;
  };
  const more = button("Add a value", () => add({ on: today() }).focus(), "ct-button-small");
  more.id = id;
  const noneLabel = element("span", { class: "ct-none" }, none, element("label", { for: none.id }, "none was taken"));
  const control = element("span", { class: "ct-series" }, list, element("span", { class: "ct-measured" }, more, noneLabel));
  const box = framed(given, id, control, more, true);
  return Object.assign(box, {
    focus: () => (rows.length ? rows[0] : more).focus(),
    read: () => {
      const filled = rows.filter((row) => row.isFilled()).map((row) => row.read());
      return filled.length ? filled : none.checked ? [] : undefined;
    },
    write: (value) => {
      rows.splice(0).forEach((row) => row.box.remove());
      none.checked = Array.isArray(value) && value.length === 0;
      (Array.isArray(value) ? value : []).forEach((each) => add(each));
    },
  });
}

function seriesRow(given, id, place, remove) {
  const name = (given.short || given.name) + ", value " + place;
  const parts = numberParts(given, id, name);
  const on = dateInput(id + "-on", "Date of " + name, false);
  const away = button("×", remove, "ct-button-small");
  away.setAttribute("aria-label", "Remove " + name);
  return {
    box: element("span", { class: "ct-measured ct-row-of-series" }, parts.input, parts.unit, on, away),
    focus: () => parts.input.focus(),
    isFilled: () => Boolean(parts.input.value.trim()),
    read: () => Object.assign({ on: on.value }, parts.unit ? parts.read() : { value: parts.read() }),
    write: (value) => {
      parts.write(value);
      writeDate(on, value && value.on);
    },
  };
}

function phaseField(pathway, prefix) {
  const id = prefix + "phase-" + slugOf(pathway.id);
  const phases = ["not started", ...pathway.phases.map((phase) => phase.name), "ended"];
  const select = element("select", { id: id }, ...options(phases));
  const since = dateInput(id + "-since", "Start of the phase", false);
  const start = element("span", { class: "ct-since" }, element("span", { class: "ct-field-hint", "aria-hidden": "true" }, "since"), since);
  const given = { name: "phase of " + pathway.name, asks: "Which phase is the patient in, and since when?" };
  const frame = framed(given, id, element("span", { class: "ct-measured" }, select, start), select, false);
  return Object.assign(frame, {
    id: "phase:" + pathway.id,
    name: given.name,
    pathway: pathway.name,
    focus: () => select.focus(),
    read: () => (select.value || since.value ? Object.assign({ phase: select.value }, since.value ? { since: since.value } : {}) : undefined),
    write: (value) => {
      const phase = pathway.phases.find((one) => value && (one.id === value.phase || one.name === value.phase));
      const word = phase ? phase.name : value && phases.includes(value.phase) ? value.phase : "";
      select.value = word;
      writeDate(since, value && value.since);
    },
  });
}
