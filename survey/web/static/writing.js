// Help while writing: words and characters are counted, words to reconsider named, and "Prefer not to answer" loses no text.
const form = document.querySelector("[data-question]");
const says = form.querySelector("[data-writing]")?.dataset;
const lang = document.documentElement.lang;
const figures = new Intl.NumberFormat(lang);
const segmenter = Intl.Segmenter && new Intl.Segmenter(lang, { granularity: "word" });
const LETTERS = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;
const NEAR = 1000;

function words(text) {
  return segmenter ? [...segmenter.segment(text)].filter((s) => s.isWordLike).length : (text.match(LETTERS) ?? []).length;
}

function fill(sentence, values) {
  return sentence.replace(/\{(\w)\}/g, (_, name) => figures.format(values[name]));
}

function help(area, announcer) {
  const list = form.querySelector(`[data-beside="${area.name}"] [data-terms]`);
  const line = document.createElement("p");
  line.id = area.id + "-count";
  line.className = "hint";
  area.after(line, ...(list ? [list] : []));
  area.setAttribute("aria-describedby", [area.getAttribute("aria-describedby"), line.id].filter(Boolean).join(" "));
  let state = "", asking;

  function count() {
    const text = area.value.normalize("NFC").trim();
    const length = [...text].length;
    const left = says.most - length;
    const over = left < 0 ? fill(says.over, { n: -left }) : "";
    line.textContent = over || fill(says.count, { w: words(text), c: length, m: says.most });
    line.className = over ? "fault" : "hint";
    const now = over ? "over" : left < NEAR ? "near" : "";
    // said aloud only when it changes, not at each key
    if (now === state) return;
    if (state === "over" || over) area.setAttribute("aria-invalid", Boolean(over));
    announcer.textContent = over || (now && fill(says.left, { n: left }));
    state = now;
  }

  async function suggest() {
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, text: area.value, language: list.dataset.terms });
    const text = area.value;
    const answer = await fetch(says.terms, { method: "POST", body }).catch(() => null);
    if (!answer?.ok || text !== area.value) return;
    const found = (await answer.json()).suggestions;
    list.replaceChildren(...found.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    list.hidden = !found.length;
  }

  area.addEventListener("input", () => {
    requestAnimationFrame(count);
    clearTimeout(asking);
    if (list) asking = setTimeout(suggest, 900);
  });
  count();
}

function decline(box) {
  const part = box.closest("[data-part]");
  part.classList.toggle("declined", box.checked);
  // what is disabled is not sent, but stays in the page until the tick is taken back
  for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = box.checked && field !== box;
}

function declineAll() {
  form.querySelectorAll("input[name^='declined:']").forEach(decline);
}

if (says) {
  const announcer = Object.assign(document.createElement("p"), { className: "unseen" });
  announcer.setAttribute("role", "status");
  form.append(announcer);
  form.querySelectorAll("textarea").forEach((area) => help(area, announcer));
}
form.addEventListener("change", (event) => event.target.name.startsWith("declined:") && decline(event.target));
// a page that comes back from the browser's memory has its ticks, and nothing else, restored
addEventListener("pageshow", declineAll);
declineAll();
