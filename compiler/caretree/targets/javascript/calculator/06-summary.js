// The case summary, in the shape of the article: the same sections as text to copy and as a sheet to print.

function summarySections(view, said, patient) {
  const answer = said.answer;
  const name = view.name;
  const header = view.graph.guideline;
  const item = (head, lines, citations) => [(head.strength ? head.strength + " " : "") + head.text, ...lines, ...(citations.length ? ["[" + citations.join("; ") + "]"] : [])];
  const advice = (status) => [
    ...answer.recommendations.filter((one) => one.status === status).map((one) => item(recommendationHead(one), recommendationLines(one, name), one.citations)),
    ...answer.choices.filter((one) => one.status === status).map((one) => choiceSummary(one, name, item)),
  ];
  const asked = answer.next_question ? view.graph.given.get(answer.next_question) : null;
  const lines = (texts) => texts.map((text) => [text]);
  const sections = [
    ["Question", lines([header.question || header.title])],
    ["This patient", lines(caseLines(view.graph, patient))],
    ["Scope", lines([scopeWords(answer)].filter(Boolean))],
    ["Advice", advice("certain")],
    ["For now, until more is known", advice("provisional")],
    ["Not decided yet", advice("undecided")],
    ["Values", lines(answer.reports.map((each) => capital(each.text) + ": " + reportWords(each)))],
    ["Pathway", answer.phases.map((phase) => [capital(phaseWords(phase, name)), ...phase.next.map((move) => capital(moveWords(move, name)))])],
    ["Where the source is silent", answer.gaps.filter(isSettled).map((gap) => [capital(name(gap.id)), "The source " + gap.text])],
    ["Where the source says two things", answer.conflicts.filter(isSettled).map((each) => [capital(name(each.id)), ...each.readings.map((text) => "“" + text + "”"), "Until resolved, follow " + each.follow])],
    ["May also concern this patient", lines([...answer.gaps, ...answer.conflicts].filter(isOpen).map((each) => capital(name(each.id)) + ". " + waitingLine(each, name).join("")))],
    ["Assumed, because it is not recorded", lines(answer.assumed.map((each) => capital(name(each.id)) + " is " + each.value))],
    ["Next question", lines(asked ? [asked.asks || capital(asked.name) + "?"] : [])],
    ["Disclaimer", lines(header.disclaimers || [])],
  ];
  return sections.filter((section) => section[1].length);
}

function choiceSummary(choice, name, item) {
  const options = [].concat(...choice.options.map((option) => {
    const state = [option.preferred ? "preferred" : "", OPTION_WORDS[option.status]].filter(Boolean).join(", ");
    return ["- " + option.text + (state ? " (" + state + ")" : ""), ...optionLines(option, name, choice.status !== "undecided").map((line) => "  " + line)];
  }));
  return item(choiceHead(choice), [...options, ...waitingLine(choice, name)], choice.citations);
}

function summaryHead(view, said, patient) {
  const header = view.graph.guideline;
  return { title: header.title, notice: said.answer.notice, made: "Guideline " + header.id + " " + header.version + ", decided for " + (patient.at || today()) + ", graph " + view.graph.hash.slice(0, 12) };
}

function summaryText(view, said, patient) {
  const head = summaryHead(view, said, patient);
  const blocks = summarySections(view, said, patient).map(([title, items]) => {
    const lines = items.map((lines) => lines.map((line, place) => (place ? "    " : "  ") + line).join("\n"));
    return title + "\n" + lines.join("\n");
  });
  return [head.title, head.notice, ...blocks, head.made].filter(Boolean).join("\n\n") + "\n";
}

function summarySheet(view, said, patient) {
  const head = summaryHead(view, said, patient);
  const sections = summarySections(view, said, patient).map(([title, items]) => {
    const lines = items.map((lines) => element("li", {}, lines[0], ...lines.slice(1).map((line) => element("p", {}, line))));
    return element("section", {}, element("h2", {}, title), element("ul", {}, ...lines));
  });
  const notice = head.notice ? element("p", { class: "ct-case-notice" }, element("strong", {}, head.notice)) : null;
  return element("article", { class: "ct-case-sheet" }, element("h1", {}, head.title), notice, ...sections, element("p", { class: "ct-small-text" }, head.made), notice && notice.cloneNode(true));
}

// Only the sheet is printed; it stands in the page no longer than printing takes.
function printSheet(sheet) {
  document.body.append(sheet);
  document.body.classList.add("ct-printing-case");
  const done = () => {
    document.body.classList.remove("ct-printing-case");
    sheet.remove();
  };
  window.addEventListener("afterprint", done, { once: true });
  window.print();
}

// Copies where the browser lets us, else shows the text to copy by hand.
function copyText(view, text, word) {
  const byHand = () => {
    const area = element("textarea", { class: "ct-copy", readonly: true, "aria-label": word + ", to copy", rows: Math.min(text.split("\n").length + 1, 16) });
    area.value = text;
    view.copied.replaceChildren(area);
    area.focus();
    area.select();
    let copied = false;
    try {
      copied = document.execCommand("copy");
    } catch (error) {
      copied = false;
    }
    view.told.textContent = copied ? word + " copied." : word + ": select the text below and copy it.";
  };
  const said = () => {
    view.copied.replaceChildren();
    view.told.textContent = word + " copied.";
  };
  if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(said, byHand);
  else byHand();
}
