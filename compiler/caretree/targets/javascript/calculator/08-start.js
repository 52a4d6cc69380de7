// A guideline's page: the form, the answer that follows every keystroke, and what can be done with the case.

function start(place) {
  const data = caretree.guidelines.get(place.getAttribute("data-guideline"));
  if (!data) return;
  const graph = caretree.prepare(data);
  const prefix = "case-";
  const at = dateInput(prefix + "at", null, false);
  at.value = today();
  const form = { fields: fieldsOf(graph, prefix), at: at };
  const view = {
    graph: graph,
    form: form,
    name: namesOf(graph),
    actions: new Map(graph.actions.map((action) => [action.id, action])),
    answer: element("div", { class: "ct-answer", id: prefix + "answer", tabindex: "-1" }),
    status: element("p", { class: "ct-status-line", role: "status" }),
    told: element("p", { class: "ct-told", role: "status" }),
    copied: element("div", { class: "ct-copied" }),
    notice: "Not approved: status is " + graph.guideline.status + ". For review and testing only, not for the care of patients.",
    ask: null,
    last: null,
  };
  const panel = panelOf(view);
  const open = button("Enter what is known about a patient", () => show(panel, open), "ct-button-main");
  open.setAttribute("aria-expanded", "false");
  place.replaceChildren(open, panel);
  panel.addEventListener("input", () => decideAgain(view));
  panel.addEventListener("change", () => decideAgain(view));
  panel.addEventListener("submit", (event) => event.preventDefault());
  const follow = () => followLink(view, panel, open);
  window.addEventListener("hashchange", follow);
  follow();
}

function show(panel, open) {
  panel.hidden = !panel.hidden;
  open.setAttribute("aria-expanded", String(!panel.hidden));
  open.textContent = panel.hidden ? "Enter what is known about a patient" : "Close the form";
  if (!panel.hidden) panel.dispatchEvent(new Event("input"));
}

function panelOf(view) {
  const at = element("div", { class: "ct-field ct-field-at" }, element("label", { class: "ct-field-name", for: view.form.at.id }, "Date of the decision"), view.form.at);
  const fields = element("form", { class: "ct-form", autocomplete: "off", novalidate: true, "aria-label": "What is known about the patient" }, ...view.form.fields.map((field) => field.box), at);
  const doWith = (action) => () => view.last && view.last.said.answer && action(view.last.said, view.last.patient);
  const actions = element(
    "div",
    { class: "ct-actions" },
    button("Copy the summary", doWith((said, patient) => copyText(view, summaryText(view, said, patient), "Summary"))),
    button("Print the summary", doWith((said, patient) => printSheet(summarySheet(view, said, patient)))),
    button("Copy a link to this case", () => copyText(view, linkTo(view.graph, readCase(view.form)), "Link")),
    button("Start again", () => startAgain(view)),
  );
  const jump = button("See the answer", () => jumpTo(view.answer), "ct-button-small");
  view.ask = button("Next question", () => goTo(view.form.fields.find((field) => field.id === view.last.said.answer.next_question)), "ct-button-small");
  const bar = element("div", { class: "ct-bar" }, view.status, element("span", { class: "ct-bar-buttons" }, view.ask, jump));
  const intro = element("p", { class: "ct-small-text" }, "Leave open what you do not know: the answer says what it waits for. Nothing you enter leaves this page or is kept.");
  const legend = element("p", { class: "ct-small-text ct-path-legend" }, "In the flowcharts below a thick green frame is this patient’s path, an amber one is still open, and what is pale is closed.");
  return element("div", { class: "ct-panel", hidden: true }, intro, fields, bar, view.answer, actions, view.told, view.copied, legend);
}

function jumpTo(target) {
  target.scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
}

function decideAgain(view) {
  const patient = readCase(view.form);
  const empty = isEmpty(patient);
  const said = caretree.decide(view.graph, patient, { at: today(), allowMissing: true, question: true });
  view.last = { said: said, patient: patient };
  const next = said.answer && said.answer.next_question;
  for (const field of view.form.fields) {
    field.show(said.problems.filter((each) => each.input === field.id));
    field.mark(field.id === next ? "asked next" : "");
  }
  view.ask.hidden = !next;
  showAnswer(view, said, patient);
  lightPath(said.answer && !empty ? said : null);
}

function startAgain(view) {
  writeCase(view.form, {});
  view.told.textContent = "";
  view.copied.replaceChildren();
  if (location.hash.startsWith("#case=")) history.replaceState(null, "", location.href.split("#")[0]);
  decideAgain(view);
  view.form.fields[0].focus();
}

// A link that carries a case opens the form with it.
function followLink(view, panel, open) {
  const carried = caseOfLink(location.hash);
  if (!carried) return;
  const header = view.graph.guideline;
  if (carried.guideline !== header.id) return;
  writeCase(view.form, carried.patient);
  if (panel.hidden) show(panel, open);
  else decideAgain(view);
  view.told.textContent = carried.version === header.version ? "" : "The link was made for version " + carried.version + "; this is version " + header.version + ".";
  open.scrollIntoView();
}

document.querySelectorAll(".ct-calculator[data-guideline]").forEach(start);
