// Shows a part only while its condition holds. Without this script all parts are shown, with the condition in words.
const form = document.querySelector("[data-question]");
document.documentElement.classList.add("scripted");

// a part that somebody prefers not to answer counts as unanswered, whatever is still chosen in it
function chosen(code) {
  if (form.elements["declined:" + code]?.checked) return [];
  return [...form.elements].filter((e) => e.name === code && e.checked).map((e) => e.value);
}

function refresh() {
  // asked for anew each time: a part in conflict is replaced by one with both texts
  for (const part of form.querySelectorAll("[data-when-part]")) {
    const other = document.getElementById(part.dataset.whenPart + "-group");
    // a part that is shown for reading only has no buttons to ask
    if (!other?.dataset.part) continue;
    const codes = part.dataset.whenCodes.split(" ");
    const hit = !other.hidden && chosen(part.dataset.whenPart).some((value) => codes.includes(value));
    // a part with something wrong in it stays visible: its fault must be found
    part.hidden = hit === "whenNot" in part.dataset && !part.classList.contains("wrong");
    for (const beside of form.querySelectorAll(`[data-beside="${part.dataset.part}"]`)) beside.hidden = part.hidden;
  }
}

form.addEventListener("change", refresh);
refresh();
