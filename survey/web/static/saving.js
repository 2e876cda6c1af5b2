// Saves each part of a question while somebody writes, one request a part, and says where each stands.
const form = document.querySelector("[data-question]");
const { report, page } = form.dataset;
const { waiting } = self;
const { says } = waiting;
const PAUSE = 1200; // milliseconds without typing before a text is sent
const DRAFT = 250; // and before it is kept on this device
const RETRY = [2000, 5000, 10000, 30000];
const PROBLEMS = ["offline", "signed_out", "conflict", "fault", "closed", "newer"];

const speaker = form.appendChild(document.createElement("p"));
speaker.setAttribute("role", "status");
speaker.className = "unseen";

const fill = (words, ...values) => values.reduce((text, value) => text.replace("{}", value), words);
const clock = (at = new Date()) =>
  at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

class Part {
  constructor(group) {
    this.code = group.dataset.part;
    this.seenField = form.elements[`seen:${this.code}`];
    this.failures = 0;
    this.take(group);
    this.clean = this.content;
    waiting.hold(report, this.code);
    this.restored = this.restore();
  }

  take(group) {
    this.group = group;
    this.line = group.appendChild(document.createElement("p"));
    this.line.className = "state";
  }

  get content() {
    const own = (name) => name === this.code || name.startsWith(this.code + ":") || name === "declined:" + this.code;
    return new URLSearchParams([...new FormData(form)].filter(([name]) => own(name))).toString();
  }

  set content(text) {
    const given = new URLSearchParams(text);
    for (const field of this.group.querySelectorAll("[name]")) {
      const values = given.getAll(field.name);
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (field.tagName !== "BUTTON") field.value = values[0] ?? "";
    }
    this.group.querySelector("[name]").dispatchEvent(new Event("change", { bubbles: true }));
  }

  get isDirty() {
    return this.content !== this.clean;
  }

  get entry() {
    const { code, content, key } = this;
    const words = form.elements[`words:${code}`].value;
    const open = this.state === "conflict";
    // a conflict is kept with the version before it: opened again, it must be met again and not saved over
    const version = form.elements.questionnaire_version.value;
    return { report, page, code, words, content, key, version, seen: open ? this.stale : this.seen, state: open ? "conflict" : "waiting" };
  }

  get seen() {
    return Number(this.seenField.value);
  }

  set seen(version) {
    this.seenField.value = version;
  }

  // what this device kept: words that were never sent, or newer ones than a page kept from before shows
  async restore() {
    const found = await waiting.kept(report, this.code);
    if (!found) return;
    if (found.state !== "saved") return found.content !== this.clean ? this.resume(found) : waiting.drop(found);
    if (found.seen <= this.seen) return waiting.drop(found);
    this.seen = found.seen;
    const untouched = !this.isDirty;
    this.clean = found.content;
    if (untouched) this.content = found.content;
  }

  resume(found) {
    this.seen = found.seen;
    const field = this.group.querySelector("textarea");
    // whoever was quicker with typing than this page with reading gets both
    if (this.isDirty && field) field.value = `${new URLSearchParams(found.content).get(this.code) ?? ""}\n\n${field.value}`;
    else {
      this.key = found.key;
      this.sent = this.content = found.content;
    }
    this.changed(true);
  }

  changed(soon) {
    clearTimeout(this.timer);
    clearTimeout(this.draft);
    this.isKept = false;
    if (this.state === "conflict" || waiting.isAsking()) return this.keep();
    if (!this.isDirty && !this.busy) {
      this.keep({ state: "saved" });
      return this.show("");
    }
    this.show("unsaved");
    this.timer = setTimeout(() => this.send(), soon ? 0 : PAUSE);
    this.draft = setTimeout(() => this.keep(), DRAFT);
  }

  // each text has a key of its own, however often it is sent
  name() {
    if (this.sent === this.content && this.key) return;
    this.sent = this.content;
    this.key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  }

  async keep(more) {
    await this.restored;
    this.name();
    this.isKept = await waiting.keep({ ...this.entry, ...more });
  }

  // sends what is not saved yet
  async send(options) {
    if (this.busy) await this.busy;
    else if (this.isDirty) await (this.busy = this.attempt(options).finally(() => (this.busy = null)));
  }

  async attempt({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    clearTimeout(this.draft);
    this.name();
    const keeping = this.keep();
    // a page that is being closed has no time to wait for its own notes
    if (!keepalive) await keeping;
    const entry = this.entry;
    this.show("saving");
    await this.answered(entry, await waiting.send(entry, true, keepalive));
    // what was typed meanwhile is sent next
    if (this.isDirty && this.content !== entry.content) this.changed(false);
  }

  async answered(entry, answer) {
    if (answer.outcome === "saved" || answer.outcome === "unchanged") return this.acknowledged(entry, answer.version);
    if (answer.outcome === "offline") {
      this.timer = setTimeout(() => this.send(), RETRY[Math.min(this.failures++, RETRY.length - 1)]);
      return this.show("offline", this.isKept ? says.offlineKept : says.offline);
    }
    if (answer.outcome === "signed_out") return this.signedOut();
    if (answer.outcome === "conflict") this.conflict(answer);
    else this.show(answer.outcome, answer.says);
    await this.keep({ state: answer.outcome, says: answer.says });
  }

  async acknowledged(entry, version) {
    this.failures = 0;
    this.clean = entry.content;
    this.seen = version;
    if (this.isDirty) return;
    this.show("saved", fill(says.saved, clock()));
    this.isKept = await waiting.keep({ ...entry, state: "saved", seen: version });
  }

  signedOut() {
    this.show("signed_out", says.signedOut);
    this.button(says.signInNow, waiting.signIn);
    // a window that opens while somebody types would swallow their next words
    if (Date.now() - lastTyped > PAUSE) waiting.signIn();
  }

  button(words, act) {
    const made = this.line.appendChild(document.createElement("button"));
    Object.assign(made, { type: "button", className: "plain", textContent: words, onclick: () => act() });
  }

  // both texts side by side; nothing is sent until the person has chosen
  conflict(answer) {
    const mine = this.content;
    this.theirs = answer.theirs;
    this.stale = this.seen;
    this.seen = answer.version;
    this.state = "conflict";
    this.swap(answer.mine, mine);
    this.state = "";
    this.show("conflict", says.conflict);
  }

  swap(html, content) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const group = holder.content.querySelector(".part");
    this.group.replaceWith(group);
    this.take(group);
    if (content !== undefined) this.content = content;
    else form.dispatchEvent(new Event("change"));
  }

  choose(way) {
    const mine = this.content;
    this.swap(this.theirs);
    this.clean = this.content;
    this.show("");
    if (way === "take") this.keep({ state: "saved" });
    else this.content = mine;
    this.group.querySelector("[name]").focus();
  }

  // both texts in the field, the colleague's first, for putting together by hand
  join() {
    const holder = document.createElement("template");
    holder.innerHTML = this.theirs;
    const field = this.group.querySelector("textarea");
    field.value = `${holder.content.querySelector("textarea").value}\n\n${field.value}`;
    field.focus();
    this.keep();
  }

  newer({ version, author, at }) {
    if (version <= this.seen || this.isDirty || this.busy) return;
    this.show("newer", fill(says.newer, author, clock(new Date(at))));
    this.button(says.show, () => location.reload());
  }

  show(state, words = says[state] ?? "") {
    const before = this.state;
    this.state = state;
    this.line.dataset.state = state;
    this.line.textContent = words;
    // said aloud where it matters: a problem once, and that all is well again; not each save
    if (PROBLEMS.includes(state) ? state !== before : state === "saved" && !this.isSaid) speaker.textContent = words;
    this.isSaid = state === "saved" || (this.isSaid && !PROBLEMS.includes(state));
  }
}

const parts = [...form.querySelectorAll(".part")].map((group) => new Part(group));
const partOf = (node) => parts.find((part) => part.group.contains(node));

let lastTyped = 0;
form.addEventListener("input", (event) => {
  lastTyped = Date.now();
  partOf(event.target)?.changed(false);
});
form.addEventListener("change", (event) => partOf(event.target)?.changed(true));
form.addEventListener("newer-answers", ({ detail }) => {
  for (const part of parts) if (detail[part.code]) part.newer(detail[part.code]);
});

const sendAll = (options) => Promise.all(parts.map((part) => part.state !== "conflict" && part.send(options)));
self.saving = { settle: sendAll };
self.addEventListener("online", () => sendAll());
self.addEventListener("signed-in", () => sendAll());
document.addEventListener("visibilitychange", () => document.hidden && sendAll({ keepalive: true }));
self.addEventListener("pagehide", () => sendAll({ keepalive: true }));
self.addEventListener("beforeunload", (event) => {
  if (parts.some((part) => part.isDirty && !part.isKept)) event.preventDefault();
});

form.addEventListener("submit", async (event) => {
  // the language buttons at the foot of the page send the form elsewhere
  if (!form.contains(event.submitter)) return;
  event.preventDefault();
  const button = event.submitter;
  const part = partOf(button);
  if (part?.state === "conflict") return button.name === "join" ? part.join() : part.choose(button.name);
  await sendAll();
  // what was on its way at the first call may have been changed since
  await sendAll();
  const open = parts.find(({ state }) => ["conflict", "fault", "closed", "signed_out"].includes(state));
  const stuck = open || parts.find((one) => one.isDirty && !one.isKept);
  if (!stuck) return location.assign(button.dataset.to);
  stuck.group.scrollIntoView({ block: "center" });
  stuck.group.querySelector("[name]").focus();
});
