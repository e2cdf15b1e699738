// The browser of replies: the list of those that the filters find, and how a reader moves about.

const [list, rows] = ["list", "rows"].map(byId);

// The list: only the rows in view exist ----------------------------------------------------------

let found = [];
let chosen = NONE; // a place in `found`
const rowHeight = () => 3.5 * parseFloat(getComputedStyle(document.documentElement).fontSize);

function row(place, height) {
  const slot = slots[found[place]];
  const [conversation, turn, sample] = slot;
  const [key, language] = conversations[conversation];
  const at = [`turn ${turn}`, sampleName(conversation, sample), languages[language]];
  const made = el("div", {
    class: "row", role: "option", id: `row${place}`, "aria-selected": String(place === chosen),
    "aria-setsize": found.length, "aria-posinset": place + 1,
    click: () => { choose(place); read(true); },
  },
  el("span", {}, isolated(key), quiet(` ${at.filter(Boolean).map(plain).join(" · ")}`)),
  el("span", {}, ...brief(slot)));
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
    const name = runs.length > 1 ? el("bdi", { class: "name" }, plain(runs[r])) : "";
    return [name, " ", el("span", { class: kind }, words), " "];
  });
  return [...counts, quiet(plain([...told].join(", ")).slice(0, 200))];
}

function drawRows() {
  const height = rowHeight();
  const first = Math.max(0, Math.floor(list.scrollTop / height) - 4);
  const last = Math.min(found.length, Math.ceil((list.scrollTop + list.clientHeight) / height) + 4);
  const places = Array.from({ length: Math.max(0, last - first) }, (_, place) => first + place);
  // The chosen row exists wherever the list is scrolled to: aria-activedescendant names it.
  if (found.length && (chosen < first || chosen >= last)) places.push(chosen);
  rows.style.height = `${found.length * height}px`;
  rows.replaceChildren(...places.map((place) => row(place, height)));
}

function choose(place) {
  chosen = Math.max(0, Math.min(found.length - 1, place));
  const height = rowHeight();
  const top = chosen * height;
  if (top < list.scrollTop) list.scrollTop = top;
  const below = top + height - list.clientHeight;
  if (below > list.scrollTop) list.scrollTop = below;
  drawRows();
  if (found.length) list.setAttribute("aria-activedescendant", `row${chosen}`);
  else list.removeAttribute("aria-activedescendant");
  drawReply();
  remember();
}

function refresh(slot = found[chosen]) {
  found = search(wanted());
  const all = count(slots.length, runs.length > 1 ? "turn" : "reply");
  byId("count").value = `${found.length.toLocaleString("en")} of ${all}`;
  list.scrollTop = 0;
  choose(Math.max(0, found.indexOf(slot)));
}

// Moving about -----------------------------------------------------------------------------------

// Where there is no room for both, the list makes room for the reply.
const read = (whether) => byId("browser").classList.toggle("reading", whether);

function leave() {
  read(false);
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
  Enter: () => { read(true); article.focus(); },
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
// Browsers refuse to change it hundreds of times in a few seconds.
let remembering;
function remember() {
  clearTimeout(remembering);
  remembering = setTimeout(() => {
    if (!byId("replies").hidden) history.replaceState(null, "", address());
  }, 100);
}

function address() {
  const chosenBy = Object.entries(wanted()).filter(([name, value]) => value !== DEFAULTS[name]);
  const held = new URLSearchParams(chosenBy);
  if (found.length) {
    const [conversation, turn, sample] = slots[found[chosen]];
    held.set("at", [turn, sample, conversations[conversation][0]].join("."));
  }
  return `#replies?${held}`;
}

const PARTS = ["scores", "replies", "words"];

function follow() {
  const [part, query] = location.hash.slice(1).split(/\?(.*)/s);
  const shown = PARTS.includes(part) ? part : PARTS[0];
  for (const id of PARTS) byId(id).hidden = id !== shown;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${shown}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (shown === "replies" && slots.length) showReplies(query);
}

// Shows what an address asks for; one that asks for nothing leaves the filters as they are.
function showReplies(query) {
  if (query === undefined) {
    read(false);
    refresh();
    return;
  }
  const held = new URLSearchParams(query);
  for (const [name, value] of Object.entries(DEFAULTS)) filters.elements[name].value = held.get(name) ?? value;
  const [turn, sample, key] = (held.get("at") ?? "").split(/\.(\d+)\.(.*)/s);
  refresh(slots.findIndex((each) =>
    conversations[each[0]][0] === key && each[1] === +turn && each[2] === +sample));
  read(held.has("at"));
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
      const link = { href: `#replies?${query}`, title: "The replies that failed here" };
      head.replaceChildren(el("a", link, head.textContent));
    }
  }
}

function start() {
  byId("no-replies").hidden = slots.length > 0;
  for (const id of ["filters", "browser"]) byId(id).hidden = !slots.length;
  if (slots.length) {
    fillFilters();
    linkTables();
    foldAhead();
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
