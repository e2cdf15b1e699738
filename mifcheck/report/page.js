"use strict";
// The browser of replies. The data is what replies.py packs. Text of models and data sets becomes
// text nodes only, and passes through `written` or `plain`, which show what steers or hides.
(() => {
const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const { runs, profiles, languages, conversations, slots, replies, instructions, verdicts, texts } = data;
const NONE = -1;
const FLAGS = [[1, "cut off at the limit"], [2, "thinking not closed"]];
const SHOWN = 20000; // characters of a text that are laid out at first
const MORE = 200000;
const MOST_HITS = 1000;
const [filters, list, rows, article] = ["filters", "list", "rows", "reply"].map(byId);

// Elements and text ------------------------------------------------------------------------------

// As `mifcheck.report.safe.printable` decides, with line feeds and tabs kept.
const UNSAFE = /(?:(?![\n\t\u200c\u200d\u0600-\u0605\u06dd\u08e2\u070f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff])+/gu;

function escaped(char) {
  const code = char.codePointAt(0);
  const hex = (width) => code.toString(16).padStart(width, "0");
  if (char === "\r") return "\\r";
  return code < 0x100 ? `\\x${hex(2)}` : code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}

const plain = (text) => text.replace(UNSAFE, (found) => Array.from(found, escaped).join(""));

function written(text) {
  const parts = document.createDocumentFragment();
  let at = 0;
  for (const found of text.matchAll(UNSAFE)) {
    parts.append(text.slice(at, found.index), el("span", { class: "control" }, plain(found[0])));
    at = found.index + found[0].length;
  }
  parts.append(text.slice(at));
  return parts;
}

function el(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((each) => each !== undefined && each !== ""));
  return made;
}

const isolated = (text) => el("bdi", {}, plain(text));
const count = (number, noun) => `${number.toLocaleString("en")} ${number === 1 ? noun : noun.replace(/y$/, "ie") + "s"}`;

// What the data says -----------------------------------------------------------------------------

const turnOf = ([conversation, turn]) => conversations[conversation][2][turn - 1];
const outcome = (verdict) => verdicts[verdict][0];
const slotAt = new Map(slots.map(([conversation, turn, sample], s) => [`${conversation},${turn},${sample}`, s]));
const hasText = (reply) => reply[0] !== NONE;

// The replies of a slot that count by the filters, as [run, reply].
function* repliesOf(slot, run) {
  for (const [r, number] of slot[3].entries()) {
    if (number !== NONE && (run === "" || r === +run)) yield [r, replies[number]];
  }
}

// The [strict, loose] verdicts of a reply about some of its instructions.
function* checksOf(reply, places, profile) {
  const found = reply[4][profile];
  if (found) for (const place of places) yield [found[0][place], found[1][place]];
}

function anyCheck(test) {
  return (slot, places, { run, profile }) => {
    for (const [, reply] of repliesOf(slot, run)) {
      for (const [strict, loose] of checksOf(reply, places, +profile)) {
        if (test(outcome(strict), outcome(loose))) return true;
      }
    }
    return false;
  };
}

function anyReply(test) {
  return (slot, places, { run, profile }) => {
    for (const [, reply] of repliesOf(slot, run)) if (test(reply, places, +profile)) return true;
    return false;
  };
}

const followsAll = (reply, places, profile) =>
  hasText(reply) && [...checksOf(reply, places, profile)].every(([strict]) => outcome(strict) === "passed");

function profilesDiffer(reply, places) {
  const [first, ...others] = profiles.map((_, p) => [...checksOf(reply, places, p)].map(([strict]) => outcome(strict)));
  return hasText(reply) && others.some((other) => other.join() !== first.join());
}

function runsDiffer(slot, places, { profile }) {
  const found = [...repliesOf(slot, "")].filter(([, reply]) => hasText(reply))
    .map(([, reply]) => [...checksOf(reply, places, +profile)].map(([strict]) => outcome(strict)).join());
  return found.some((each) => each !== found[0]);
}

// Each verdict to filter by: its name, how it is told, and which slots it selects.
const others = [...new Set(verdicts.map((each) => each[0]))].filter((name) => name !== "passed" && name !== "failed");
const VERDICTS = [
  ["", "any", anyReply(() => true)],
  ["failed", "failed", anyCheck((strict) => strict === "failed")],
  ["loose", "failed, but passed loosely", anyCheck((strict, loose) => strict === "failed" && loose === "passed")],
  ...others.map((name) => [name, name, anyCheck((strict) => strict === name)]),
  ["passed", "everything followed", anyReply(followsAll)],
  runs.length > 1 && ["runs", "differs between runs", runsDiffer],
  profiles.length > 1 && ["profiles", "differs between profiles", anyReply(profilesDiffer)],
  ["none", "no reply", anyReply((reply) => !hasText(reply))],
  ...FLAGS.map(([bit, told]) => [told, told, anyReply((reply) => (reply[3] & bit) !== 0)]),
].filter(Boolean);
const TESTS = new Map(VERDICTS.map(([name, , test]) => [name, test]));

// Filters ----------------------------------------------------------------------------------------

const folded = [];
const fold = (text) => text.normalize("NFC").toLowerCase();
const foldedText = (number) => (folded[number] ??= fold(texts[number]));

// Of each text whether it has the words; texts that many replies share are searched once.
const textsWith = (words) => Uint8Array.from(texts, (_, number) => foldedText(number).includes(words));

function mentions(slot, hits, words) {
  if (hits[turnOf(slot)[0]] || fold(conversations[slot[0]][0]).includes(words)) return true;
  for (const [, [text, thinking, why, , judged]] of repliesOf(slot, "")) {
    if (hits[text] || hits[thinking] || hits[why]) return true;
    for (const both of judged) {
      if (both && both.some((mode) => mode.some((verdict) => hits[verdicts[verdict][3]]))) return true;
    }
  }
  return false;
}

function placesIn(slot, id) {
  const active = turnOf(slot)[1];
  const all = [...active.keys()];
  return id === "" ? all : all.filter((place) => instructions[active[place]][0] === id);
}

function search(wanted) {
  const words = fold(wanted.q.trim());
  const hits = words && textsWith(words);
  const test = TESTS.get(wanted.verdict) ?? TESTS.get("");
  return [...slots.keys()].filter((s) => {
    const slot = slots[s];
    if (wanted.language !== "" && conversations[slot[0]][1] !== wanted.language) return false;
    if (wanted.turn !== "" && slot[1] !== +wanted.turn) return false;
    const places = placesIn(slot, wanted.id);
    if (wanted.id !== "" && places.length === 0) return false;
    return test(slot, places, wanted) && (!words || mentions(slot, hits, words));
  });
}

function fill(name, options) {
  const select = filters.elements[name];
  select.replaceChildren(...options.map(([value, told]) => el("option", { value }, plain(told))));
  // A choice of one is none.
  select.parentElement.hidden = new Set(options.map(([value]) => value).filter((value) => value !== "")).size < 2;
}

function fillFilters() {
  const ids = [...new Set(instructions.map(([id]) => id))].sort();
  const turns = [...new Set(slots.map(([, turn]) => turn))].sort((a, b) => a - b);
  fill("verdict", VERDICTS.map(([name, told]) => [name, told]));
  fill("id", [["", "any"], ...ids.map((id) => [id, id])]);
  fill("language", [["", "any"], ...Object.entries(languages).sort(([, a], [, b]) => (a < b ? -1 : 1))]);
  fill("turn", [["", "any"], ...turns.map((turn) => [turn, String(turn)])]);
  fill("run", [["", "any"], ...runs.map((name, r) => [r, name])]);
  fill("profile", profiles.map((name, p) => [p, name]));
}

const wanted = () => Object.fromEntries(new FormData(filters));

// The list: only the rows in view exist ----------------------------------------------------------

const SIGNS = { passed: "✓", failed: "✗", other: "?" };
const kindOf = (name) => (name in SIGNS ? name : "other");
let found = [];
let chosen = NONE; // a place in `found`
const rowHeight = () => 3.5 * parseFloat(getComputedStyle(document.documentElement).fontSize);

function summary(reply, places, profile) {
  if (!hasText(reply)) return ["no reply", "other"];
  const checks = [...checksOf(reply, places, profile)].map(([strict]) => outcome(strict));
  const passed = checks.filter((each) => each === "passed").length;
  const kind = checks.includes("failed") ? "failed" : passed === checks.length ? "passed" : "other";
  return [`${SIGNS[kind]} ${passed} of ${checks.length}`, kind];
}

function row(place, height) {
  const slot = slots[found[place]];
  const [conversation, turn, sample] = slot;
  const [key, language] = conversations[conversation];
  const at = [`turn ${turn}`, sampleName(conversation, sample), languages[language]];
  const made = el("div", {
    class: "row", role: "option", id: `row${place}`, "aria-selected": String(place === chosen),
    "aria-setsize": found.length, "aria-posinset": place + 1,
    click: () => { choose(place); read(); },
  }, el("span", {}, isolated(key), el("span", { class: "quiet" }, ` ${at.filter(Boolean).map(plain).join(" · ")}`)), el("span", {}, ...brief(slot)));
  made.style.top = `${place * height}px`;
  return made;
}

// In a row: how each run's reply did, and the ids it failed; of a chosen id the reasons.
function brief(slot) {
  const { id, profile } = wanted();
  const places = placesIn(slot, id);
  const told = new Set();
  const counts = [...repliesOf(slot, "")].flatMap(([r, reply]) => {
    for (const [strict] of checksOf(reply, places, +profile)) {
      const [name, check, , reason] = verdicts[strict];
      if (id !== "") told.add(texts[reason]);
      else if (name !== "passed") told.add(check);
    }
    const [words, kind] = summary(reply, places, +profile);
    return [runs.length > 1 ? isolated(runs[r]) : "", " ", el("span", { class: kind }, words), " "];
  });
  return [...counts, el("span", { class: "quiet" }, plain([...told].join(", ")).slice(0, 200))];
}

const sampleName = (conversation, sample) =>
  slotAt.has(`${conversation},1,1`) ? `sample ${sample + 1}` : "";

function drawRows() {
  const height = rowHeight();
  const first = Math.max(0, Math.floor(list.scrollTop / height) - 4);
  const last = Math.min(found.length, Math.ceil((list.scrollTop + list.clientHeight) / height) + 4);
  rows.style.height = `${found.length * height}px`;
  rows.replaceChildren(...Array.from({ length: Math.max(0, last - first) }, (_, place) => row(first + place, height)));
}

function choose(place) {
  chosen = Math.max(0, Math.min(found.length - 1, place));
  const height = rowHeight();
  const top = chosen * height;
  if (top < list.scrollTop) list.scrollTop = top;
  if (top + height > list.scrollTop + list.clientHeight) list.scrollTop = top + height - list.clientHeight;
  drawRows();
  if (found.length) list.setAttribute("aria-activedescendant", `row${chosen}`);
  else list.removeAttribute("aria-activedescendant");
  drawReply();
  remember();
}

function refresh(slot = found[chosen]) {
  found = search(wanted());
  byId("count").value = `${found.length.toLocaleString("en")} of ${count(slots.length, "reply")}`;
  list.scrollTop = 0;
  choose(Math.max(0, found.indexOf(slot)));
}

// One reply, within its conversation -------------------------------------------------------------

function drawReply() {
  article.scrollTop = 0;
  if (!found.length) {
    article.replaceChildren(el("p", {}, "No reply matches these filters."));
    return;
  }
  const slot = slots[found[chosen]];
  const [conversation, current, sample] = slot;
  const turns = conversations[conversation][2];
  article.replaceChildren(bar(slot), ...turns.map((_, before) => {
    const s = slotAt.get(`${conversation},${before + 1},${sample}`);
    return turnView(slots[s], before + 1 === current);
  }));
  highlight(wanted().q.trim());
}

function bar([conversation, turn, sample]) {
  const [key, language, turns] = conversations[conversation];
  const where = [`turn ${turn} of ${turns.length}`, sampleName(conversation, sample), languages[language]];
  const button = (label, told, click, id) => el("button", { type: "button", "aria-label": told, title: told, click, id }, label);
  return el("div", { class: "bar" },
    button("← List", "Back to the list", leave, "back"),
    el("h3", {}, isolated(key), el("span", { class: "quiet" }, ` ${where.filter(Boolean).map(plain).join(" · ")}`)),
    el("output", { id: "here", class: "quiet" }),
    button("‹ mark", "Previous piece of evidence (p)", () => step(-1)),
    button("mark ›", "Next piece of evidence (n)", () => step(1)),
    button("↑", "Previous reply (k)", () => choose(chosen - 1)),
    button("↓", "Next reply (j)", () => choose(chosen + 1)));
}

function turnView(slot, isCurrent) {
  const whole = el("details", { class: "turn", open: isCurrent },
    el("summary", {}, `Turn ${slot[1]}${isCurrent ? "" : " of this conversation"}`));
  // Other turns are laid out when they are opened.
  const open = () => {
    if (whole.open && whole.children.length === 1) whole.append(...turnParts(slot, isCurrent));
  };
  whole.addEventListener("toggle", open);
  open();
  return whole;
}

function turnParts(slot, isCurrent) {
  const [prompt, , , images] = turnOf(slot);
  const language = conversations[slot[0]][1];
  const panels = slot[3].flatMap((number, r) => (number === NONE ? [] : [panel(slot, r, replies[number])]));
  return [
    said(texts[prompt], language, "prompt", "Prompt"),
    ...images.map((image) => el("p", { class: "quiet" }, "image: ", isolated(image.slice(0, 200)))),
    el("div", { class: isCurrent ? "runs current" : "runs" }, ...panels),
  ];
}

function panel(slot, r, reply) {
  const [text, thinking, why, flags] = reply;
  const { profile } = wanted();
  const [words, kind] = summary(reply, placesIn(slot, ""), +profile);
  const head = el("h4", {}, ...(runs.length > 1 ? [el("i", {}), " ", isolated(runs[r]), ": "] : []), el("span", { class: kind }, words),
    el("span", { class: "quiet" }, FLAGS.filter(([bit]) => flags & bit).map(([, told]) => ` · ${told}`).join("")));
  const whole = el("section", { class: `run run${r}`, "aria-label": `Reply${runs.length > 1 ? ` of ${plain(runs[r])}` : ""}` }, head);
  if (!hasText(reply)) {
    whole.append(el("p", {}, "No reply: ", written(texts[why])));
    return whole;
  }
  const language = conversations[slot[0]][1];
  const body = said(texts[text], language, "", "Reply");
  whole.append(checks(slot, reply, body), body);
  if (thinking !== NONE) {
    whole.append(el("details", { class: "thinking" }, el("summary", {}, `Thinking (${count(texts[thinking].length, "character")})`),
      said(texts[thinking], language, "", "Thinking")));
  }
  return whole;
}

// The verdicts of a reply. The pressed one is that whose evidence is marked in `body`.
function checks(slot, reply, body) {
  const [, active, ages] = turnOf(slot);
  const items = active.map((number, place) => {
    const [id, kwargs, words] = instructions[number];
    const given = ages[place] ? `given ${count(ages[place], "turn")} ago` : "";
    return el("li", {},
      el("code", {}, plain(id)), " ", el("span", { class: "quiet" }, parameters(kwargs), given && ` · ${given}`),
      texts[words] && el("div", { class: "quiet" }, "“", isolated(texts[words]), "”"),
      ...profiles.flatMap((name, p) => (reply[4][p] ? [verdictLine(name, reply[4][p][0][place], reply[4][p][1][place], body)] : [])));
  });
  const whole = el("ul", { class: "checks", "aria-label": "Verdicts" }, ...items);
  pressed(whole, slot, reply)?.click();
  return whole;
}

const parameters = (kwargs) =>
  plain(Object.entries(kwargs).map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(", "));

// The button of the check that the filters ask for: of that id, one that differs, or that failed.
function pressed(whole, slot, reply) {
  const { id, profile, verdict } = wanted();
  const places = placesIn(slot, id).length ? placesIn(slot, id) : placesIn(slot, "");
  const differs = { runs: (place) => runsDiffer(slot, [place], { profile }), profiles: (place) => profilesDiffer(reply, [place]) }[verdict];
  const notPassed = (place) => [...checksOf(reply, [place], +profile)].some(([strict]) => outcome(strict) !== "passed");
  const best = places.find(differs ?? notPassed) ?? places[0];
  return whole.children[best]?.querySelectorAll(".verdict")[+profile]?.querySelector("button");
}

function verdictLine(profile, strict, loose, body) {
  const modes = strict === loose ? [[strict, "strict and loose"]] : [[strict, "strict"], [loose, "loose"]];
  const buttons = modes.map(([verdict, mode]) => {
    const name = outcome(verdict);
    return el("button", {
      type: "button", class: kindOf(name), "aria-pressed": "false",
      title: "Marks the evidence in the reply", click: (event) => press(event.currentTarget, verdict, body),
    }, `${SIGNS[kindOf(name)]} ${name}`, el("span", { class: "quiet" }, ` ${mode}`));
  });
  return el("div", {}, el("div", { class: "verdict" }, ...(profiles.length > 1 ? [el("span", { class: "quiet" }, plain(profile))] : []),
    ...buttons, el("span", { class: "why" }, ...reasons(modes))), ...modes.slice(0, 1).flatMap(([verdict]) => partsOf(verdict)));
}

// Why: of two verdicts that give different reasons, both.
function reasons(modes) {
  const [strict, loose] = modes.map(([verdict]) => texts[verdicts[verdict][3]]);
  const required = texts[verdicts[modes[0][0]][2]];
  const told = [written(strict)];
  if (loose !== undefined && loose !== strict) told.push("; loosely: ", written(loose));
  if (required) told.push(el("span", { class: "quiet" }, strict ? "; " : "", "required: ", written(required)));
  return told;
}

function partsOf(verdict) {
  const parts = verdicts[verdict][6];
  if (!parts.length) return [];
  return [el("ul", { class: "parts" }, ...parts.map((part) => el("li", {}, el("code", {}, plain(verdicts[part][1])),
    ` ${outcome(part)}: `, ...reasons([[part]]), ...partsOf(part))))];
}

function press(button, verdict, body) {
  for (const other of button.closest(".checks").querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
  fillSaid(body, spansOf(verdict));
  const left = verdicts[verdict][5];
  const marks = body.querySelectorAll("mark").length;
  if (byId("here")) byId("here").value = marks ? `${count(marks, "mark")}${left ? `, ${count(left, "more place")} not marked` : ""}` : "nothing to mark";
  highlight(wanted().q.trim());
}

// [start, end, label] of a verdict and its parts, in order; those that overlap are merged.
function spansOf(verdict) {
  const spans = [];
  const gather = (number) => {
    for (const [label, ...steps] of verdicts[number][4]) {
      for (let i = 0, at = 0; i < steps.length; i += 2) {
        const start = at + steps[i];
        at = start + steps[i + 1];
        spans.push([start, at, texts[label]]);
      }
    }
    verdicts[number][6].forEach(gather);
  };
  gather(verdict);
  spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const merged = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span[0] < last[1]) last[1] = Math.max(last[1], span[1]);
    else merged.push(span);
  }
  return merged;
}

// A text of a model or a data set. Each of its lines takes its own direction.
function said(text, language, kind, label) {
  const body = el("div", { class: `said ${kind}`, lang: language, dir: "auto", role: "group", "aria-label": label });
  body.text = text;
  fillSaid(body, []);
  return body;
}

function fillSaid(body, spans, until = SHOWN) {
  const { text } = body;
  const end = text.length > until + 100 ? until : text.length;
  const parts = [];
  let at = 0;
  for (const [start, stop, label] of spans) {
    if (start >= end && start < text.length) break;
    parts.push(written(text.slice(at, start)));
    parts.push(el("mark", { title: label && plain(label), class: start === stop && "point" }, written(text.slice(start, Math.min(stop, end)))));
    at = Math.min(stop, end);
  }
  parts.push(written(text.slice(at, end)));
  if (end < text.length) {
    const told = `Show more: ${count(text.length - end, "character")} left`;
    parts.push(el("button", { type: "button", dir: "ltr", lang: "en", click: () => fillSaid(body, spans, end + MORE) }, told));
  }
  body.replaceChildren(...parts);
}

function step(by) {
  const marks = [...article.querySelectorAll(".current mark")];
  if (!marks.length) return;
  const before = marks.findIndex((each) => each.classList.contains("here"));
  const next = before < 0 ? (by > 0 ? 0 : marks.length - 1) : (before + by + marks.length) % marks.length;
  marks[before]?.classList.remove("here");
  marks[next].classList.add("here");
  marks[next].scrollIntoView({ block: "center" });
  byId("here").value = `mark ${next + 1} of ${marks.length}${marks[next].title && `: ${marks[next].title}`}`;
}

// Shows where the words that were searched for stand, without a change to the document.
function highlight(words) {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete("found");
  if (!words) return;
  const pattern = new RegExp(words.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"), "giu");
  const ranges = [];
  const nodes = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  while (ranges.length < MOST_HITS && nodes.nextNode()) {
    for (const hit of nodes.currentNode.data.matchAll(pattern)) {
      const range = new Range();
      range.setStart(nodes.currentNode, hit.index);
      range.setEnd(nodes.currentNode, hit.index + hit[0].length);
      ranges.push(range);
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
}

// Moving about -----------------------------------------------------------------------------------

function read() {
  byId("browser").classList.add("reading");
}

function leave() {
  byId("browser").classList.remove("reading");
  list.focus();
}

const page = () => Math.max(1, Math.floor(list.clientHeight / rowHeight()) - 1);
const ANYWHERE = {
  "/": () => filters.elements.q.focus(),
  j: () => choose(chosen + 1),
  k: () => choose(chosen - 1),
  n: () => step(1),
  p: () => step(-1),
};
const IN_LIST = {
  ArrowDown: () => choose(chosen + 1),
  ArrowUp: () => choose(chosen - 1),
  PageDown: () => choose(chosen + page()),
  PageUp: () => choose(chosen - page()),
  Home: () => choose(0),
  End: () => choose(found.length - 1),
  Enter: () => { read(); article.focus(); },
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("replies").hidden) return;
  const { target } = event;
  if (target.matches?.("input, select, textarea")) return;
  const act = (target === list && IN_LIST[event.key]) || ANYWHERE[event.key]
    || (event.key === "Escape" && article.contains(target) && leave);
  if (!act) return;
  event.preventDefault();
  act();
}

// The address names the part of the page, the filters and the reply, so that it can be kept.
function remember() {
  if (byId("replies").hidden) return;
  const held = new URLSearchParams(Object.entries(wanted()).filter(([name, value]) => value !== "" && !(name === "profile" && value === "0")));
  if (found.length) {
    const [conversation, turn, sample] = slots[found[chosen]];
    held.set("at", [turn, sample, conversations[conversation][0]].join("."));
  }
  history.replaceState(null, "", `#replies?${held}`);
}

function follow() {
  const [part, query] = location.hash.slice(1).split(/\?(.*)/s);
  const shown = ["scores", "replies", "words"].includes(part) ? part : "scores";
  for (const id of ["scores", "replies", "words"]) byId(id).hidden = id !== shown;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${shown}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (shown !== "replies" || !slots.length) return;
  if (query === undefined) { refresh(); return; }
  const asked = new URLSearchParams(query);
  filters.reset();
  for (const [name, value] of asked) if (filters.elements[name]) filters.elements[name].value = value;
  const [turn, sample, key] = (asked.get("at") ?? "").split(/\.(\d+)\.(.*)/s);
  refresh(slots.findIndex((each) => conversations[each[0]][0] === key && each[1] === +turn && each[2] === +sample));
  if (asked.has("at")) read();
}

// A row of a table of groups leads to the replies that failed there.
function linkTables() {
  const ids = new Map(instructions.map(([id]) => [plain(id), id]));
  const codes = new Map(Object.entries(languages).map(([code, name]) => [plain(name), code]));
  for (const table of document.querySelectorAll("[data-by]")) {
    const { by } = table.dataset;
    const names = by === "id" ? ids : codes;
    for (const head of table.querySelectorAll("tbody th")) {
      const value = names.get(head.textContent);
      if (value === undefined) continue;
      const query = new URLSearchParams({ [by]: value, verdict: "failed" });
      head.replaceChildren(el("a", { href: `#replies?${query}`, title: "The replies that failed here" }, head.textContent));
    }
  }
}

function start() {
  byId("no-replies").hidden = slots.length > 0;
  for (const id of ["filters", "browser"]) byId(id).hidden = !slots.length;
  if (slots.length) {
    fillFilters();
    linkTables();
    document.addEventListener("keydown", onKey);
    filters.addEventListener("input", () => refresh());
    filters.addEventListener("submit", (event) => event.preventDefault());
    filters.addEventListener("reset", () => setTimeout(refresh));
    list.addEventListener("scroll", () => requestAnimationFrame(drawRows));
    new ResizeObserver(drawRows).observe(list);
  }
  addEventListener("hashchange", follow);
  follow();
}

start();
})();
