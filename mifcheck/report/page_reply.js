// One reply within its conversation: the prompt, the verdicts and why, the text with its evidence.

const SHOWN = 20000; // characters of a text that are laid out at first
const MORE = 200000;
const BLOCK = 10000;
const AROUND = 2000; // and at least so many beyond the first evidence, and the first word found
const MOST_HITS = 1000;
const LONGEST = 400; // characters of parameters
const SIGNS = { passed: "✓", failed: "✗", other: "?" };
const kindOf = (name) => (Object.hasOwn(SIGNS, name) ? name : "other");
const article = byId("reply");

function summary(reply, places, profile) {
  if (!hasText(reply)) return ["no reply", "other"];
  const checks = strictOf(reply, places, profile);
  if (!checks.length) return ["nothing asked", "passed"];
  const passed = checks.filter((each) => each === "passed").length;
  const kind = checks.includes("failed") ? "failed" : passed === checks.length ? "passed" : "other";
  return [`${SIGNS[kind]} ${passed} of ${checks.length}`, kind];
}

const sampleName = (conversation, sample) =>
  slotAt.has(`${conversation},1,1`) ? `sample ${sample + 1}` : "";

function drawReply() {
  const used = article.contains(document.activeElement) ? document.activeElement.id : null;
  article.scrollTop = 0;
  article.replaceChildren(...(found.length ? replyParts(slots[found[chosen]])
    : [el("p", {}, "No reply matches these filters.")]));
  // Who has just pressed a button goes on from there.
  if (used !== null) (byId(used) ?? article).focus();
  highlight(wanted().q.trim());
}

function replyParts(slot) {
  const [conversation, current, sample] = slot;
  const [, language, turns, system] = conversations[conversation];
  const views = turns.map((_, before) => {
    const s = slotAt.get(`${conversation},${before + 1},${sample}`);
    return turnView(slots[s], before + 1 === current);
  });
  return [bar(slot), ...systemParts(texts[system], language), ...views];
}

const systemParts = (text, language) => (text ? [el("details", { class: "turn" },
  el("summary", {}, "System prompt"), said(text, language, "prompt", "System prompt"))] : []);

function bar([conversation, turn, sample]) {
  const [key, language, turns] = conversations[conversation];
  const where = [`turn ${turn} of ${turns.length}`, sampleName(conversation, sample), languages[language]];
  const button = (id, label, told, click) =>
    el("button", { type: "button", id, "aria-label": told, title: told, click }, label);
  return el("div", { class: "bar" },
    button("back", "← List", "Back to the list", leave),
    el("h3", {}, isolated(key), quiet(` ${where.filter(Boolean).map(plain).join(" · ")}`)),
    el("output", { id: "here", class: "quiet" }),
    button("mark-before", "‹ mark", "Previous piece of evidence (p)", () => step(-1)),
    button("mark-after", "mark ›", "Next piece of evidence (n)", () => step(1)),
    button("reply-before", "↑", "Previous reply (k)", () => choose(chosen - 1)),
    button("reply-after", "↓", "Next reply (j)", () => choose(chosen + 1)));
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
    ...images.map((image) => el("p", { class: "quiet" }, "image: ", isolated(image))),
    el("div", { class: isCurrent ? "runs current" : "runs" }, ...panels),
  ];
}

function panel(slot, r, reply) {
  const [text, thinking, why, flags] = reply;
  const { profile } = wanted();
  const [words, kind] = summary(reply, placesIn(slot, ""), +profile);
  const several = runs.length > 1;
  const label = several ? `Reply of ${plain(runs[r])}` : "Reply";
  const whole = el("section", { class: `run run${r}`, "aria-label": label },
    el("h4", {}, ...(several ? [el("i"), " ", isolated(runs[r]), ": "] : []), el("span", { class: kind }, words),
      quiet(FLAGS.filter(([bit]) => flags & bit).map(([, told]) => ` · ${told}`).join(""))));
  if (!hasText(reply)) {
    whole.append(el("p", {}, "No reply: ", written(texts[why])));
    return whole;
  }
  const language = conversations[slot[0]][1];
  const body = said(texts[text], language, "", "Reply");
  whole.append(checks(slot, reply, body), body);
  if (thinking !== NONE) {
    const length = count(texts[thinking].length, "character");
    whole.append(el("details", { class: "thinking" },
      el("summary", {}, `Thinking (${length})`), said(texts[thinking], language, "", "Thinking")));
  }
  return whole;
}

// The verdicts of a reply. The pressed one is that whose evidence is marked in `body`.
function checks(slot, reply, body) {
  const items = turnOf(slot)[1].map((number, place) => {
    const lines = profiles.map((name, p) => reply[4][p]
      && verdictLine(name, ...reply[4][p].map((mode) => mode[place]), body));
    return el("li", {}, ...asked(slot, number, place, body), ...lines.filter(Boolean));
  });
  const whole = el("ul", { class: "checks", "aria-label": "Verdicts" }, ...items);
  const first = pressed(whole, slot, reply);
  if (first) press(first, body);
  return whole;
}

// What an instruction asks: its id, its parameters, since when, and its words.
function asked(slot, number, place, body) {
  const [id, kwargs, words, role] = instructions[number];
  const age = turnOf(slot)[2][place];
  const check = { text: body.text, language: conversations[slot[0]][1], id, kwargs };
  return [
    el("code", {}, plain(id)), " ",
    quiet(parameters(kwargs), role === "user" ? "" : ` · given by the ${role}`, age ? ` · given ${count(age, "turn")} ago` : "", " "),
    el("button", {
      type: "button", class: "copy", click: (event) => copy(event.target, check),
      title: "Copies the text, the language, the id and its parameters as JSON",
    }, "copy"),
    texts[words] && el("div", { class: "quiet" }, "“", isolated(texts[words]), "”"),
  ];
}

// A check as a value: to be run again, or reported where its verdict is wrong.
function copy(button, check) {
  const told = (words) => () => { button.textContent = words; };
  navigator.clipboard.writeText(JSON.stringify(check)).then(told("copied"), told("not allowed here"));
}

function parameters(kwargs) {
  const told = Object.entries(kwargs).map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(", ");
  return plain(told.length > LONGEST ? `${told.slice(0, LONGEST)}…` : told);
}

// The button of the check that the filters ask for: of that id, one that differs, or that failed.
function pressed(whole, slot, reply) {
  const { id, profile, verdict } = wanted();
  const places = placesIn(slot, placesIn(slot, id).length ? id : "");
  const notPassed = (place) => strictOf(reply, [place], +profile).some((each) => each !== "passed");
  const differs = {
    runs: (place) => runsDiffer(slot, [place], { profile }),
    profiles: (place) => profilesDiffer(reply, [place]),
  };
  const best = places.find(differs[verdict] ?? notPassed) ?? places[0];
  return whole.children[best]?.querySelectorAll(".verdict")[+profile]?.querySelector("button");
}

function verdictLine(profile, strict, loose, body) {
  const modes = strict === loose ? [[strict, "strict and loose"]] : [[strict, "strict"], [loose, "loose"]];
  const buttons = modes.map(([verdict, mode]) => {
    const name = outcome(verdict);
    const made = el("button", {
      type: "button", class: kindOf(name), "aria-pressed": "false", title: "Marks the evidence in the reply",
      click: () => { press(made, body); tell(made, body); },
    }, `${SIGNS[kindOf(name)]} ${name}`, quiet(` ${mode}`));
    made.verdict = verdict;
    return made;
  });
  return el("div", {},
    el("div", { class: "verdict" }, profiles.length > 1 ? quiet(plain(profile)) : "", ...buttons,
      el("span", { class: "why" }, ...reasons(modes))),
    ...partsOf(strict));
}

// Why: of two verdicts that give different reasons, both.
function reasons(modes) {
  const [strict, loose] = modes.map(([verdict]) => texts[verdicts[verdict][3]]);
  const required = texts[verdicts[modes[0][0]][2]];
  const told = [written(strict)];
  if (loose !== undefined && loose !== strict) told.push("; loosely: ", written(loose));
  if (required) told.push(quiet(strict ? "; " : "", "required: ", written(required)));
  return told;
}

function partsOf(verdict) {
  const items = verdicts[verdict][6].map((part) => el("li", {},
    el("code", {}, plain(verdicts[part][1])), ` ${outcome(part)}: `, ...reasons([[part]]), ...partsOf(part)));
  return items.length ? [el("ul", { class: "parts" }, ...items)] : [];
}

function press(button, body) {
  for (const other of button.closest(".checks").querySelectorAll(".verdict button")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  fillSaid(body, spansOf(button.verdict));
}

function tell(button, body) {
  const left = verdicts[button.verdict][5];
  const marks = body.querySelectorAll("mark").length;
  const more = left ? `, and ${count(left, "place")} more` : "";
  byId("here").value = marks ? `${count(marks, "mark")}${more}` : "nothing to mark";
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

function enough(text, spans) {
  const words = fold(wanted().q.trim());
  const hit = words && text.length > SHOWN ? fold(text).indexOf(words) : 0;
  return Math.max(SHOWN, hit + AROUND, (spans[0]?.[1] ?? 0) + AROUND);
}

function fillSaid(body, spans, until = enough(body.text, spans)) {
  const { text } = body;
  const end = text.length > until + 100 ? until : text.length;
  let next = 0;
  body.replaceChildren(...blocksOf(text, end).map(([from, to]) => {
    const block = el("div");
    let at = from;
    for (; next < spans.length && (spans[next][0] < to || to === text.length); next += 1) {
      const [start, stop, label] = spans[next];
      const [first, last] = [Math.max(start, from), Math.min(stop, to)];
      const attributes = { title: plain(label), class: start === stop && "point" };
      block.append(written(text.slice(at, first)), el("mark", attributes, written(text.slice(first, last))));
      at = last;
      if (stop > to) break; // and goes on in the next block
    }
    block.append(written(text.slice(at, to)));
    return block;
  }));
  if (end < text.length) body.append(moreButton(body, spans, end));
}

// [start, end] of the blocks of a text, at its line ends and spaces where that is possible. One long
// paragraph would take browsers a time that grows with the square of its length.
function blocksOf(text, end) {
  const found = [];
  for (let from = 0, to; from < end; from = to) {
    to = Math.min(end, from + BLOCK);
    if (to < end) {
      const half = from + BLOCK / 2;
      const space = ["\n", " "].map((each) => text.lastIndexOf(each, to) + 1).find((each) => each > half);
      to = space ?? to - (text.codePointAt(to - 1) > 0xffff);
    }
    found.push([from, to]);
  }
  return found;
}

function moreButton(body, spans, end) {
  const click = () => {
    fillSaid(body, spans, end + MORE);
    (body.querySelector(":scope > button") ?? article).focus({ preventScroll: true });
  };
  const told = `Show more: ${count(body.text.length - end, "character")} left`;
  return el("button", { type: "button", dir: "ltr", lang: "en", click }, told);
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
  const pattern = new RegExp(words.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "giu");
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
