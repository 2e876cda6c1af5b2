// Says every half minute that this page is open, and shows who else is on the report.
const line = document.querySelector("[data-presence]");
const form = document.querySelector("form[data-question]");
const EVERY = 30_000;

async function beat() {
  if (document.hidden) return;
  const token = (form ?? document).querySelector("[name=csrf_token]").value;
  try {
    const answer = await fetch(line.dataset.presence, {
      method: "POST",
      headers: { "X-CSRFToken": token, Accept: "application/json" },
      body: new URLSearchParams({ question: line.dataset.on }),
    });
    if (!answer.ok) return;
    const { says, newer } = await answer.json();
    // the same words again would be read aloud again
    if (line.textContent !== says) line.textContent = says;
    form?.dispatchEvent(new CustomEvent("newer-answers", { detail: newer }));
  } catch {
    // without a connection nobody knows; a page that the browser had kept would name people of yesterday
    line.textContent = "";
  }
}

setTimeout(beat, 2_000);
setInterval(beat, EVERY);
document.addEventListener("visibilitychange", beat);
