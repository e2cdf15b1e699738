// Elements and texts of the page. Text of models and data sets becomes text nodes only, and passes
// through `written` or `plain`, which show what steers or hides.

const byId = (id) => document.getElementById(id);

// As `mifcheck.report.safe.printable` decides, with line feeds and tabs kept.
const SEEN = "\\n\\t\\u200c\\u200d\\u0600-\\u0605\\u06dd\\u08e2\\u070f";
const UNSAFE = new RegExp(`(?:(?![${SEEN}])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\ufffe\\uffff])+`, "gu");

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
    else if (value === true) made.setAttribute(name, "");
    else if (value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((each) => each !== undefined && each !== ""));
  return made;
}

const quiet = (...children) => el("span", { class: "quiet" }, ...children);
const isolated = (text) => el("bdi", {}, plain(text));
const count = (number, noun) =>
  `${number.toLocaleString("en")} ${number === 1 ? noun : `${noun.replace(/y$/, "ie")}s`}`;
