// What this browser keeps for somebody who is signed in: pages already opened and answers that wait for a connection.
// All of it is locked with the person's own key, which the server hands out and which goes with the sign-out.
// Loaded by pages and by the service worker, so it neither imports nor exports.
self.vault = (() => {
  // a page names the address; the worker stands at the top; the page without a connection asks nothing
  const session = self.document ? document.getElementById("says")?.dataset.session : new URL("session", location);
  let opened;

  function database() {
    opened ||= new Promise((resolve, reject) => {
      const asked = indexedDB.open("survey", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("key");
        asked.result.createObjectStore("kept");
      };
      asked.onsuccess = () => {
        // a sign-out elsewhere clears all storage and must not wait for this page
        asked.result.onversionchange = asked.result.onclose = () => {
          asked.result.close();
          opened = null;
        };
        resolve(asked.result);
      };
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }

  async function run(store, mode, work) {
    const deal = (await database()).transaction(store, mode, { durability: "strict" });
    const asked = work(deal.objectStore(store));
    return new Promise((resolve, reject) => {
      deal.oncomplete = () => resolve(asked?.result);
      deal.onabort = () => reject(deal.error);
    });
  }

  // the person whose key is here: { person, key, ends }, or nothing
  async function owner() {
    const found = await run("key", "readonly", (s) => s.get("own"));
    if (found && found.ends < Date.now()) return forget();
    return found;
  }

  // fetches the person's key unless it is here; another person's key and pages go
  async function open(person) {
    const found = await owner();
    if (found?.person === person) return true;
    if (found) await forget();
    const answer = await fetch(session, { headers: { Accept: "application/json" } });
    const given = answer.ok ? await answer.json() : {};
    if (given.person !== person) return false;
    const raw = Uint8Array.from(atob(given.key), (c) => c.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    const own = { person, key, ends: Date.now() + given.hours * 36e5 };
    await run("key", "readwrite", (s) => s.put(own, "own"));
    return true;
  }

  // without the key, pages are of no use; answers stay locked until the person signs in again
  async function forget() {
    await run("key", "readwrite", (s) => s.clear());
    const pages = IDBKeyRange.bound("page ", "page!");
    await run("kept", "readwrite", (s) => s.delete(pages));
  }

  const bytes = (text) => new TextEncoder().encode(text);
  const name = (id, person) => bytes(`${person} ${id}`);

  async function put(id, value) {
    const { person, key } = (await owner()) || {};
    if (!key) return false;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const lock = { name: "AES-GCM", iv, additionalData: name(id, person) };
    const data = await crypto.subtle.encrypt(lock, key, bytes(JSON.stringify(value)));
    await run("kept", "readwrite", (s) => s.put({ person, iv, data, at: Date.now() }, `${id} ${person}`));
    return true;
  }

  async function unlock(id, found, { person, key }) {
    try {
      const lock = { name: "AES-GCM", iv: found.iv, additionalData: name(id, person) };
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(lock, key, found.data)));
    } catch {
      return undefined; // locked with a key that is gone
    }
  }

  async function get(id) {
    const own = await owner();
    const found = own && (await run("kept", "readonly", (s) => s.get(`${id} ${own.person}`)));
    return found && unlock(id, found, own);
  }

  // all that is kept under ids with this beginning, as pairs of id and value, oldest first
  async function list(beginning) {
    const own = await owner();
    if (!own) return [];
    const within = IDBKeyRange.bound(beginning, beginning + "\uffff");
    const [ids, found] = await Promise.all([
      run("kept", "readonly", (s) => s.getAllKeys(within)),
      run("kept", "readonly", (s) => s.getAll(within)),
    ]);
    const pairs = ids
      .map((id, place) => [id.slice(0, -own.person.length - 1), found[place]])
      .filter(([, entry]) => entry.person === own.person)
      .sort(([, a], [, b]) => a.at - b.at);
    const values = await Promise.all(pairs.map(async ([id, entry]) => [id, await unlock(id, entry, own)]));
    return values.filter(([, value]) => value);
  }

  async function remove(id) {
    const own = await owner();
    if (own) await run("kept", "readwrite", (s) => s.delete(`${id} ${own.person}`));
  }

  return { open, forget, put, get, list, remove };
})();
