// The answer on the page: advice first, then what is open and why, what the source leaves open, and what was assumed.

function showAnswer(view, said, patient) {
  const answer = said.answer;
  const parts = answer ? answerParts(view, answer) : refusedParts(view, said.problems);
  view.answer.replaceChildren(...parts.filter(Boolean));
  const line = answer ? statusLine(view, answer, patient) : plural(said.problems.length, "value needs", "values need") + " correcting.";
  if (view.status.textContent !== line) view.status.textContent = line;
}

function statusLine(view, answer, patient) {
  if (isEmpty(patient)) return "Nothing is entered yet.";
  if (answer.in_scope === "no") return "Out of scope.";
  const all = [...answer.recommendations, ...answer.choices];
  const count = (status) => all.filter((one) => one.status === status).length;
  const words = [plural(count("certain"), "recommendation", "recommendations") + " certain"];
  if (count("provisional")) words.push(count("provisional") + " provisional");
  if (count("undecided")) words.push(count("undecided") + " not decided");
  return words.join(", ") + "." + (answer.next_question ? " Next: " + view.name(answer.next_question) + "." : "");
}

function refusedParts(view, problems) {
  const items = problems.map((each) => {
    const field = view.form.fields.find((one) => one.id === each.input);
    const go = field ? button("Go to " + field.name, () => goTo(field), "ct-button-small") : null;
    return element("li", {}, each.message + " " + each.fix + " ", go);
  });
  return [
    noticeOf(view, view.graph.guideline.status === "approved" ? "" : view.notice),
    element("div", { class: "ct-refused" }, element("p", {}, element("strong", {}, "No advice is given for these values.")), element("ul", {}, ...items)),
  ];
}

const noticeOf = (view, text) => (text ? element("p", { class: "ct-case-notice" }, element("strong", {}, text)) : null);

function goTo(field) {
  field.box.scrollIntoView({ block: "center" });
  field.focus();
}

function answerParts(view, answer) {
  const scope = scopeWords(answer);
  const advice = (status) => [
    ...answer.recommendations.filter((one) => one.status === status).map((one) => recommendationItem(view, one)),
    ...answer.choices.filter((one) => one.status === status).map((one) => choiceItem(view, one)),
  ];
  return [
    noticeOf(view, answer.notice),
    scope ? element("p", { class: "ct-scope" }, scope) : null,
    neededPart(view),
    questionPart(view, answer),
    part("Advice", "ct-advice", advice("certain")),
    part("For now, until more is known", "ct-advice", advice("provisional")),
    part("Not decided yet", "ct-advice ct-open", advice("undecided")),
    part("Where the source is silent", "ct-silent", answer.gaps.filter(isSettled).map((gap) => gapItem(view, gap))),
    part("Where the source says two things", "ct-silent", answer.conflicts.filter(isSettled).map((each) => conflictItem(view, each))),
    part("May also concern this patient", "ct-silent", [
      ...answer.gaps.filter(isOpen).map((gap) => mayConcern(view, "gap", "The source is silent: ", gap)),
      ...answer.conflicts.filter(isOpen).map((each) => mayConcern(view, "conflict", "The source says two things: ", each)),
    ]),
    part("Values", "ct-values", answer.reports.map((each) => element("li", {}, capital(each.text) + ": " + reportWords(each), citationsOf(each.citations)))),
    part("Pathway", "ct-values", answer.phases.map((phase) => phaseItem(view, phase))),
    part("Assumed, because it is not recorded", "ct-values", answer.assumed.map((each) => element("li", {}, capital(view.name(each.id)) + " is " + each.value))),
  ];
}

const isOpen = (one) => one.status === "undecided";
const isSettled = (one) => !isOpen(one);

// What a program would have to state before this guideline is used, and the form may leave open.
function neededPart(view) {
  const needed = view.graph.inputs.filter((given) => !given.mayBeUnknown && !given.assume && view.last.patient[given.id] === undefined);
  return needed.length ? element("p", { class: "ct-small-text" }, "Needed before this guideline may be used: " + listed(needed.map((given) => view.name(given.id))) + ".") : null;
}

function mayConcern(view, kind, words, one) {
  const id = kind + "/" + one.id;
  const name = view.name(one.id);
  const link = document.getElementById(id) ? element("a", { href: "#" + id }, name) : name;
  const waits = waitingLine(one, view.name).map((line) => element("span", { class: "ct-soft" }, ". " + line));
  return element("li", {}, words, link, ...waits);
}

function part(title, kind, items) {
  if (items.length === 0) return null;
  return element("section", { class: "ct-answer-part" }, element("h3", {}, title), element("ul", { class: kind }, ...items));
}

function questionPart(view, answer) {
  const field = view.form.fields.find((one) => one.id === answer.next_question);
  if (!field) return null;
  const given = view.graph.given.get(field.id);
  const words = forAudiences(given.asks || capital(given.name) + "?", given.asksPatients || "");
  return element("div", { class: "ct-next" }, element("p", {}, element("strong", {}, "Next question: "), ...words), button("Answer it", () => goTo(field), "ct-button-small"));
}

// A card: strength, what, when; then the details, the page's texts, the sources and where it stands in the flowchart.
function card(head, kind, lines, more) {
  const words = head.strength ? element("span", { class: "ct-strength" }, head.strength) : null;
  const title = element("p", { class: "ct-strength-line" }, words, words ? " " : null, element("strong", {}, head.text));
  const details = lines.map((line) => element("li", {}, line));
  return element("li", { class: "ct-result " + kind }, title, lines.length ? element("ul", { class: "ct-result-lines" }, ...details) : null, ...more);
}

const kindOf = (one) => "ct-line ct-" + one.strengths[0].split(" ").join("-");

function recommendationItem(view, one) {
  const action = view.actions.get(one.action) || {};
  const kind = kindOf(one) + (one.direction === "offer" ? " ct-offer" : " ct-against");
  const more = [...(one.direction === "offer" && isSettled(one) ? actionTexts(action) : []), whereFrom(one)];
  return card(recommendationHead(one), kind, recommendationLines(one, view.name), more);
}

function actionTexts(action) {
  const lines = (action.schedule || []).map((step) => element("p", { class: "ct-small-text" }, capital(step.text)));
  const said = (texts, kind, others) =>
    (texts || []).map((each) => element("p", { class: "ct-small-text" + ((others || []).length ? " " + kind : "") }, each.text));
  return [
    ...lines,
    ...said(action.forClinicians, "ct-for-clinicians", action.forPatients),
    ...said(action.forPatients, "ct-for-patients", action.forClinicians),
  ];
}

function choiceItem(view, choice) {
  const options = choice.options.map((option) => {
    const state = [option.preferred ? "preferred" : "", OPTION_WORDS[option.status]].filter(Boolean).join(", ");
    const title = element("p", {}, element("strong", {}, capital(option.text)), state ? element("span", { class: "ct-option-state" }, " " + state) : null);
    const lines = optionLines(option, view.name, isSettled(choice)).map((line) => element("li", {}, line));
    const detail = lines.length ? element("ul", { class: "ct-result-lines" }, ...lines) : null;
    return element("li", { class: "ct-option ct-option-" + option.status }, title, detail, citationsOf(option.citations));
  });
  return card(choiceHead(choice), kindOf(choice) + " ct-choice", waitingLine(choice, view.name), [element("ul", { class: "ct-option-list" }, ...options), whereFrom(choice)]);
}

function gapItem(view, gap) {
  const meant = view.graph.gaps.get(gap.id) || {};
  const lines = ["The source " + gap.text, ...(meant.untilResolved ? ["Until resolved: " + meant.untilResolved] : []), ...waitingLine(gap, view.name)];
  return card({ strength: "", text: capital(view.name(gap.id)) }, "ct-gap-result", lines, [whereFrom(Object.assign({ citations: [] }, gap))]);
}

function conflictItem(view, conflict) {
  const meant = view.graph.conflicts.get(conflict.id) || {};
  const words = ["One reading: ", "Other reading: "];
  const because = meant.because ? ", because “" + meant.because + "”" : "";
  const lines = [...conflict.readings.map((text, place) => words[place] + text), "Until resolved, follow " + conflict.follow + because, ...waitingLine(conflict, view.name)];
  return card({ strength: "", text: capital(view.name(conflict.id)) }, "ct-conflict-result", lines, [whereFrom(Object.assign({ citations: [] }, conflict))]);
}

function phaseItem(view, phase) {
  const moves = phase.next.map((move) => element("li", {}, capital(moveWords(move, view.name)), citationsOf(move.citations)));
  return element("li", {}, capital(phaseWords(phase, view.name)), moves.length ? element("ul", { class: "ct-result-lines" }, ...moves) : null);
}

function citationsOf(citations) {
  if (citations.length === 0) return null;
  const links = [];
  citations.forEach((text, place) => {
    const [source, statement] = text.split(" ");
    const id = "statement/" + (source + "-" + statement).replace(/[^A-Za-z0-9.]+/g, "-");
    links.push(place ? "; " : "", document.getElementById(id) ? element("a", { href: "#" + id }, text) : text);
  });
  return element("span", { class: "ct-cites" }, " [", ...links, "]");
}

function whereFrom(one) {
  const id = "node/" + one.node;
  const link = document.getElementById(id) ? element("a", { href: "#" + id }, "Where it stands") : null;
  return link || one.citations.length ? element("p", { class: "ct-where" }, link, citationsOf(one.citations)) : null;
}
