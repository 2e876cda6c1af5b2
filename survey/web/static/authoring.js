// Makes the authors' forms livelier; each works without it, with a page for every button.
document.documentElement.classList.add("scripted");

// Buttons between the fields ask the server for the same form with more, fewer or other fields.
async function refreshed(form, button) {
  const fields = new FormData(form);
  fields.set("do", button?.value ?? "refresh");
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: fields });
  } catch {
    return form.requestSubmit(button);
  }
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(form.id);
  if (!next || !answer.ok) return form.requestSubmit(button);
  const name = document.activeElement?.id, opened = [...form.querySelectorAll("details")].map((d) => d.open);
  form.replaceChildren(...next.childNodes);
  form.querySelectorAll("details").forEach((details, place) => (details.open ||= opened[place]));
  const target = document.getElementById(name) ?? [...form.querySelectorAll("button")].find((b) => b.value === button?.value);
  target?.focus();
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-live]") || submitter?.name !== "do" || form.dataset.asked) return;
  event.preventDefault();
  form.dataset.asked = "yes";
  refreshed(form, submitter).finally(() => delete form.dataset.asked);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-live]");
  if (form && event.target.matches("[data-refresh]")) refreshed(form);
});

// Questions and parts are dragged to another place among those beside them: the same form as without a script.
let dragged = null;
for (const item of document.querySelectorAll("[data-item]")) {
  item.draggable = true;
  item.addEventListener("dragstart", (event) => {
    event.stopPropagation();
    dragged = item;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.id);
  });
  item.addEventListener("dragend", () => (dragged = null));
  item.addEventListener("dragover", (event) => {
    if (!dragged || dragged === item || dragged.parentElement !== item.parentElement) return;
    event.preventDefault();
    event.stopPropagation();
    item.classList.add("over");
  });
  item.addEventListener("dragleave", () => item.classList.remove("over"));
  item.addEventListener("drop", (event) => {
    item.classList.remove("over");
    if (!dragged || dragged === item || dragged.parentElement !== item.parentElement) return;
    event.preventDefault();
    event.stopPropagation();
    const form = dragged.querySelector(":scope > .line > details > form[data-place]");
    form.elements.to.value = [...item.parentElement.children].indexOf(item) + 1;
    form.requestSubmit();
  });
}
