// Help while writing: counts words, asks which to reconsider, and lets "Prefer not to answer" lose no text.
const form = document.querySelector("[data-question]");
const says = form.querySelector("[data-writing]")?.dataset;
const lang = document.documentElement.lang;
const figures = new Intl.NumberFormat(lang);
const segmenter = Intl.Segmenter && new Intl.Segmenter(lang, { granularity: "word" });
const speaker = document.createElement("p");
speaker.setAttribute("role", "status");
speaker.className = "unseen";
form.after(speaker);
const NEAR = 1000;
const TEXTS = "[data-part] textarea";

const fill = (words, values) => words.replace(/\{(\w)\}/g, (_, name) => figures.format(values[name]));

function words(text) {
  if (!segmenter) return (text.match(/[\p{L}\p{N}]+(['’-][\p{L}\p{N}]+)*/gu) ?? []).length;
  return [...segmenter.segment(text)].filter((piece) => piece.isWordLike).length;
}

function lineOf(area) {
  const id = area.id + "-count";
  const found = document.getElementById(id);
  if (found) return found;
  const line = document.createElement("p");
  line.id = id;
  area.after(line);
  area.setAttribute("aria-describedby", `${area.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
  return line;
}

function count(area) {
  const text = area.value.normalize("NFC").trim();
  const length = [...text].length;
  const left = says.most - length;
  const over = left < 0 && fill(says.over, { n: -left });
  const line = lineOf(area);
  const before = line.dataset.state;
  line.textContent = over || fill(says.count, { w: words(text), c: length, m: says.most });
  line.className = over ? "fault" : "hint";
  line.dataset.state = over ? "over" : left < NEAR ? "near" : "";
  // said aloud when it changes, not at each key
  if (before === line.dataset.state) return;
  if (over || before === "over") area.setAttribute("aria-invalid", !!over);
  speaker.textContent = over || (left < NEAR ? fill(says.left, { n: left }) : "");
}

function post(address, fields) {
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, ...fields });
  return fetch(address, { method: "POST", redirect: "manual", headers: { Accept: "application/json" }, body }).catch(() => {});
}

async function suggest(area, list) {
  if (!list.isConnected) return;
  const text = area.value;
  const answer = await post(says.terms, { text, language: list.dataset.terms });
  if (!answer?.ok || text !== area.value) return;
  const { suggestions } = await answer.json();
  list.replaceChildren(...suggestions.map((textContent) => Object.assign(document.createElement("li"), { textContent })));
  list.hidden = !suggestions.length;
}

// in place, so that nothing that is being written has to be left
async function switchOff(event) {
  event.preventDefault();
  if ((await post(says.switch))?.type !== "opaqueredirect") return;
  form.querySelectorAll("ul[data-terms]").forEach((list) => list.remove());
  form.querySelector("[data-writing]").hidden = true;
}

// what is disabled is not sent, but stays in the page until the tick is taken back
function decline() {
  for (const box of form.querySelectorAll("[name^='declined:']")) {
    const part = box.closest("[data-part]");
    part.classList.toggle("declined", box.checked);
    for (const field of part.querySelectorAll("input, textarea")) field.disabled = box.checked && field !== box;
  }
}

form.addEventListener("input", ({ target }) => {
  if (!target.matches(TEXTS)) return;
  count(target);
  const list = form.querySelector(`[data-beside="${target.name}"] [data-terms]`);
  if (!list) return;
  clearTimeout(list.asking);
  // a long text weighs more on a weak connection, so it waits longer
  list.asking = setTimeout(suggest, 900 + target.value.length / 4, target, list);
});
// a part in conflict is put in anew by a script, which tells of it as of a change
function refresh() {
  decline();
  form.querySelectorAll(TEXTS).forEach(count);
}

form.querySelector("[value=without-aid]")?.addEventListener("click", switchOff);
form.addEventListener("change", refresh);
// a page from the browser's memory has its ticks back, and nothing else
addEventListener("pageshow", refresh);
refresh();
