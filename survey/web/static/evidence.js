// Says that a file is too large before it is sent: over a weak connection the server's own answer comes much later.
const form = document.querySelector("form[data-most]");
const file = form.elements.file;

function check() {
  const over = (file.files[0]?.size ?? 0) > form.dataset.most;
  let fault = document.getElementById("file-fault");
  if (over && !fault) {
    fault = Object.assign(document.createElement("p"), { id: "file-fault", className: "fault" });
    fault.setAttribute("role", "alert");
    file.before(fault);
  }
  if (fault) fault.textContent = over ? form.dataset.tooLarge : "";
  file.setAttribute("aria-invalid", over);
  file.setAttribute("aria-describedby", "file-hint file-fault");
  return over;
}

file.addEventListener("change", check);
form.addEventListener("submit", (event) => check() && (event.preventDefault(), file.focus()));
