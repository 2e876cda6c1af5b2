// Opens pages that were opened before while there is no connection. Pages are kept locked (vault.js), never in plain.
importScripts({{ static("vault.js") | tojson }});

const SHELL = {{ cache_name | tojson }};
const FILES = {{ files | tojson }};
const OFFLINE = {{ url_for("offline.page") | tojson }};
const FOLDER = {{ (request.script_root ~ "/static/") | tojson }};
const MOST_PAGES = 80;
const PATIENCE = 10000; // milliseconds, before a kept page is shown for one that does not come

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll([...FILES, OFFLINE])));
});

self.addEventListener("activate", (event) => {
  const old = async () => (await caches.keys()).filter((name) => name !== SHELL).map((name) => caches.delete(name));
  event.waitUntil(old().then((gone) => Promise.all(gone)).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname.startsWith(FOLDER)) event.respondWith(file(event.request, address));
  else if (event.request.mode === "navigate") event.respondWith(page(event, address));
});

// a page asks to be kept that was opened before this worker was there
self.addEventListener("message", (event) => {
  const address = new URL(event.data.keep, location.origin);
  event.waitUntil(fetch(address).then((response) => keep(address, response)).catch(() => {}));
});

async function file(request, address) {
  const kept = await caches.match(request);
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (fault) {
    // a page kept from before an update names older files
    const name = address.pathname.split("/").pop();
    const newer = await caches.match(FILES.find((known) => known.endsWith("/" + name)) || "");
    if (newer) return newer;
    throw fault;
  }
}

function id(address) {
  return "page " + address.pathname + address.search;
}

async function page(event, address) {
  const network = fetch(event.request).then((response) => {
    event.waitUntil(keep(address, response.clone()));
    return response;
  });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE)).then(() => kept(address));
  try {
    return await Promise.race([network, late.then((found) => found || network)]);
  } catch {
    return (await kept(address)) || (await caches.match(OFFLINE)) || Response.error();
  }
}

async function kept(address) {
  const found = await self.vault.get(id(address)).catch(() => {});
  return found && new Response(found.body, { headers: found.headers });
}

async function keep(address, response) {
  const person = response.headers.get("Survey-Keep");
  if (!person || !response.ok || !(await self.vault.open(person))) return;
  const body = await response.text();
  const headers = [...response.headers].filter(([name]) => !/^(content-(encoding|length)|date)$/.test(name));
  const title = /<title>([^<]*)/.exec(body)?.[1] || address.pathname;
  await self.vault.put(id(address), { body, headers, title });
  const pages = await self.vault.list("page ");
  for (const [oldest] of pages.slice(0, -MOST_PAGES)) await self.vault.remove(oldest);
  await speak(response.headers.get("Content-Language"));
}

// the page without a connection speaks the language that the person reads now
async function speak(language) {
  const known = await caches.match(OFFLINE);
  if (known?.headers.get("Content-Language") === language) return;
  const shell = await caches.open(SHELL);
  await shell.add(OFFLINE);
}
