// Answers that wait on this device: kept locked until they are sent, sent once when the connection is back.
// Also: signing in again without leaving the page, and no sign-out while something waits.
const says = document.getElementById("says").dataset;
const person = document.body.dataset.person;
const EVERY = 30000;
const LONGEST = 20000; // milliseconds until a request without an answer is given up and sent again

// what this page does without: an insecure address or a private window keeps nothing
let vault = null;
const ready = (async () => {
  if (!self.isSecureContext || !self.indexedDB || !self.vault) return;
  try {
    if (await self.vault.open(person)) vault = self.vault;
  } catch {
    // no connection yet and no key from before
  }
})();

const tokens = () => document.querySelectorAll("input[name=csrf_token]");

function renew(token) {
  for (const field of tokens()) field.value = token;
}

// Sends one part; the answer's `outcome` is saved, unchanged, conflict, fault, closed, signed_out, or offline.
async function send(entry, again = true, keepalive = false) {
  const body = new URLSearchParams(entry.content);
  body.set(`seen:${entry.code}`, entry.seen);
  body.set("key", entry.key);
  // what waits on a device may have been written for an older questionnaire
  if (entry.version) body.set("questionnaire_version", entry.version);
  let answer;
  try {
    answer = await fetch(`${entry.report}/answers/${entry.code}`, {
      method: "PUT",
      body,
      keepalive,
      headers: { Accept: "application/json", "X-CSRFToken": tokens()[0].value },
      signal: AbortSignal.timeout(LONGEST),
    });
    // a token that is too old; without a cookie there is none at all, and nobody is signed in
    if (answer.status === 400 && again) {
      return (await refresh()) ? send(entry, false, keepalive) : { outcome: "signed_out" };
    }
    const said = await answer.json();
    if (said.outcome === "refused" && answer.status < 500 && answer.status !== 429) said.outcome = "fault";
    // a busy or broken server is one that may answer later
    return answer.status >= 500 || answer.status === 429 ? { outcome: "offline", says: said.says } : said;
  } catch {
    return { outcome: "offline" };
  }
}

async function refresh() {
  const answer = await fetch(`${says.session}`, { headers: { Accept: "application/json" } });
  if (answer.ok) renew((await answer.json()).token);
  return answer.ok;
}

const idOf = (entry) => `answer ${entry.report} ${entry.code}`;

async function keep(entry) {
  await ready;
  try {
    return Boolean(vault && (await vault.put(idOf(entry), entry)));
  } catch {
    return false;
  }
}

async function kept(report, code) {
  await ready;
  return vault ? vault.get(`answer ${report} ${code}`).catch(() => {}) : undefined;
}

async function drop(entry) {
  if (vault) await vault.remove(idOf(entry)).catch(() => {});
}

async function entries() {
  await ready;
  const found = vault ? await vault.list("answer ").catch(() => []) : [];
  return found.map(([, entry]) => entry).filter((entry) => entry.state !== "saved");
}

const isHere = (entry) => document.querySelector(`[data-report="${entry.report}"] [data-part="${entry.code}"]`);

// While a page has a part in a field, only that page sends it: another would save words that are still being typed.
const name = (report, code) => `${report} ${code}`;
function hold(report, code) {
  navigator.locks?.request(name(report, code), { mode: "shared" }, () => new Promise(() => {}));
}

function unlessHeld({ report, code }, act) {
  if (!navigator.locks) return act();
  return navigator.locks.request(name(report, code), { ifAvailable: true }, (lock) => (lock ? act() : {}));
}

let flushing = null;
// sends what waits and stands on no field of this page; the page's own parts are saving.js's
function flush() {
  flushing ||= (async () => {
    for (const entry of await entries()) {
      if (isHere(entry) || entry.state !== "waiting") continue;
      const answer = await unlessHeld(entry, () => send(entry));
      if (!answer.outcome) continue;
      if (answer.outcome === "offline") break;
      if (answer.outcome === "signed_out") {
        signIn();
        break;
      }
      const done = answer.outcome === "saved" || answer.outcome === "unchanged";
      const state = done ? "saved" : answer.outcome;
      await keep({ ...entry, state, seen: done ? answer.version : entry.seen, says: answer.says });
    }
  })().finally(() => {
    flushing = null;
    return show();
  });
  return flushing;
}

let banner = null;
async function show() {
  const elsewhere = (await entries()).filter((entry) => !isHere(entry));
  if (!elsewhere.length) return banner?.remove();
  if (!banner?.isConnected) {
    banner = document.createElement("div");
    banner.id = "waiting";
    banner.className = "notice warn";
    banner.setAttribute("role", "status");
    document.getElementById("main").prepend(banner);
  }
  const groups = [
    [says.waits, elsewhere.filter((entry) => entry.state === "waiting")],
    [says.open, elsewhere.filter((entry) => entry.state === "conflict" || entry.state === "fault")],
  ].map(([words, found]) => (found.length ? [element("p", words), list(found)] : []));
  const closed = elsewhere.filter((entry) => entry.state === "closed").map(refused);
  banner.replaceChildren(...groups.flat(), ...closed);
}

function element(name, words) {
  const made = document.createElement(name);
  made.textContent = words;
  return made;
}

function list(found) {
  const made = document.createElement("ul");
  for (const entry of found) {
    const link = element("a", entry.words);
    link.href = entry.page;
    made.appendChild(document.createElement("li")).append(link);
  }
  return made;
}

// a text that came too late: to be copied, then put away by hand
function refused(entry) {
  const made = document.createElement("div");
  const done = element("button", says.copied);
  done.className = "button secondary";
  done.onclick = () => drop(entry).then(show);
  const given = [...new URLSearchParams(entry.content)].filter(([field]) => !field.startsWith("declined:"));
  const text = element("p", given.map(([, value]) => value).join("; "));
  text.className = "answer lines";
  text.dir = "auto";
  made.append(element("p", `${entry.words}: ${entry.says}`), text, done);
  return made;
}

let dialog = null;
// asks for sign-in on the page itself; true once somebody is signed in again
function signIn() {
  dialog ||= new Promise((resolve) => ask(resolve)).finally(() => (dialog = null));
  return dialog;
}

async function ask(resolve) {
  const box = document.createElement("dialog");
  box.setAttribute("aria-labelledby", "again");
  const fill = (html) => {
    box.innerHTML = html;
    box.querySelector("[aria-invalid], input:not([type=hidden])").focus();
  };
  const end = (done) => {
    box.close();
    box.remove();
    resolve(done);
  };
  box.addEventListener("cancel", () => end(false));
  box.addEventListener("click", (event) => event.target.value === "later" && end(false));
  box.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(event.target));
    fields.set("person", person);
    try {
      const answer = await fetch(event.target.action, { method: "POST", body: fields });
      if (!answer.headers.get("Content-Type").startsWith("application/json")) return fill(await answer.text());
      renew((await answer.json()).token);
      if (self.vault && !vault) vault = (await self.vault.open(person).catch(() => false)) ? self.vault : null;
      end(true);
      self.dispatchEvent(new Event("signed-in"));
      flush();
    } catch {
      box.querySelector("p").textContent = says.offline;
    }
  });
  try {
    const form = await (await fetch(says.signIn)).text();
    document.body.append(box);
    box.showModal();
    fill(form);
  } catch {
    resolve(false);
  }
}

const out = document.querySelector("form[action$='/sign-out']");
out?.addEventListener("submit", async (event) => {
  event.preventDefault();
  await self.saving?.settle();
  await flush();
  const left = await entries();
  if (left.length && !confirm(says.leave)) return;
  if (vault) await vault.forget().catch(() => {});
  out.submit();
});

self.waiting = { send, keep, kept, drop, hold, signIn, ready, flush, says, isKept: () => Boolean(vault), isAsking: () => Boolean(dialog) };
self.addEventListener("online", flush);
setInterval(flush, EVERY);
flush();

if ("serviceWorker" in navigator) {
  ready.then(async () => {
    const first = !navigator.serviceWorker.controller;
    await navigator.serviceWorker.register(says.worker);
    const worker = (await navigator.serviceWorker.ready).active;
    if (first) worker.postMessage({ keep: location.href });
  }).catch(() => {});
}
