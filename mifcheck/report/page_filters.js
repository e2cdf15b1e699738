// Which replies the filters and the search find, in the data that replies.py packs.

const data = JSON.parse(byId("data").textContent);
const { runs, profiles, languages, conversations, slots, replies, instructions, verdicts, texts } = data;
const NONE = -1;
const FLAGS = [[1, "cut off at the limit"], [2, "thinking not closed"], [4, "refused"]];
const filters = byId("filters");

const turnOf = ([conversation, turn]) => conversations[conversation][2][turn - 1];
const outcome = (verdict) => verdicts[verdict][0];
const slotAt = new Map(slots.map(([...place], s) => [place.slice(0, 3).join(), s]));
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

const strictOf = (reply, places, profile) =>
  [...checksOf(reply, places, profile)].map(([strict]) => outcome(strict));

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
  hasText(reply) && strictOf(reply, places, profile).every((each) => each === "passed");

const differ = (found) => found.some((each) => each.join() !== found[0].join());

const profilesDiffer = (reply, places) =>
  hasText(reply) && differ(profiles.map((_, profile) => strictOf(reply, places, profile)));

function runsDiffer(slot, places, { profile }) {
  const said = [...repliesOf(slot, "")].map(([, reply]) => reply).filter(hasText);
  return differ(said.map((reply) => strictOf(reply, places, +profile)));
}

// Each verdict to filter by: its name, how it is told, and which slots it selects.
const OTHERS = new Set(verdicts.map(([name]) => name).filter((name) => name !== "passed" && name !== "failed"));
const VERDICTS = [
  ["", "any", anyReply(() => true)],
  ["failed", "failed", anyCheck((strict) => strict === "failed")],
  ["loose", "failed, but passed loosely", anyCheck((strict, loose) => strict === "failed" && loose === "passed")],
  ...[...OTHERS].map((name) => [name, name, anyCheck((strict) => strict === name)]),
  ["passed", "everything followed", anyReply(followsAll)],
  runs.length > 1 && ["runs", "differs between runs", runsDiffer],
  profiles.length > 1 && ["profiles", "differs between profiles", anyReply(profilesDiffer)],
  ["none", "no reply", anyReply((reply) => !hasText(reply))],
  ...FLAGS.map(([bit, told]) => [told, told, anyReply((reply) => (reply[3] & bit) !== 0)]),
].filter(Boolean);
const TESTS = new Map(VERDICTS.map(([name, , test]) => [name, test]));

const folded = [];
const fold = (text) => text.normalize("NFC").toLowerCase();
const foldedText = (number) => (folded[number] ??= fold(texts[number]));

// Makes ready for the first search while the browser has nothing else to do.
function foldAhead(number = 0) {
  globalThis.requestIdleCallback?.((free) => {
    let next = number;
    while (next < texts.length && free.timeRemaining() > 1) foldedText(next++);
    if (next < texts.length) foldAhead(next);
  });
}

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
  select.parentElement.hidden = options.filter(([value]) => value !== "").length < 2;
}

function fillFilters() {
  const ids = [...new Set(instructions.map(([id]) => id))].sort();
  const turns = [...new Set(slots.map(([, turn]) => turn))].sort((a, b) => a - b);
  fill("verdict", VERDICTS.map(([name, told]) => [name, told]));
  fill("id", [["", "any"], ...ids.map((id) => [id, id])]);
  const names = Object.entries(languages).sort(([, a], [, b]) => (a < b ? -1 : 1));
  fill("language", [["", "any"], ...names]);
  fill("turn", [["", "any"], ...turns.map((turn) => [turn, String(turn)])]);
  fill("run", [["", "any"], ...runs.map((name, r) => [r, name])]);
  fill("profile", profiles.map((name, p) => [p, name]));
}

const DEFAULTS = { q: "", verdict: "", id: "", language: "", turn: "", run: "", profile: "0" };
const wanted = () => ({ ...DEFAULTS, ...Object.fromEntries(new FormData(filters)) });
