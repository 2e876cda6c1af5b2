// Without a connection: links to the pages that this device has kept.
const pages = await self.vault.list("page ").catch(() => []);
const decode = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;
for (const [id, { title }] of pages.reverse()) {
  const link = document.createElement("a");
  link.href = id.slice("page ".length);
  link.textContent = decode(title).replace(/ – [^–]*$/, "");
  const item = document.createElement("li");
  item.append(link);
  document.querySelector("#pages ul").append(item);
}
document.getElementById("pages").hidden = !pages.length;
self.addEventListener("online", () => location.reload());
