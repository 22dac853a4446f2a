// Adding cables. Gradio runs this once and may draw the dialog later, so it is looked for when it is needed.
// When something was added, trigger("brought") has the window show what the library contains now.

const OUTCOMES = {
  added: "added",
  replaced: "replaced",
  unchanged: "unchanged",
  duplicate: "duplicate",
  dropped: "removed",
  failed: "failed",
};
const dialog = () => element.querySelector("dialog");
const part = (selector) => dialog().querySelector(selector);
const is_busy = () => !part(".course").hidden;

// Where the library has the samples alone, they are offered to make room for the reader's own cables.
function open_dialog() {
  part(".alone").hidden = !document.querySelector("#status .sample.alone");
  dialog().showModal();
}

function tell(text, kind) {
  const line = document.createElement("p");
  line.textContent = text;
  line.className = kind;
  part(".told").append(line);
}

function move(stage, done, total) {
  part(".stage").textContent = stage;
  const bar = part("progress");
  if (total) bar.value = done / total;
  else bar.removeAttribute("value");
}

function finish() {
  part(".course").hidden = true;
  part(".drop").classList.remove("busy");
  part(".files").disabled = false;
  part(".files").value = "";
}

function report({ counts, failures, untold, passed_over: passedOver }) {
  const happened = Object.keys(OUTCOMES).filter((outcome) => counts[outcome]);
  const listed = happened.map((outcome) => `${counts[outcome].toLocaleString("en")} ${OUTCOMES[outcome]}`);
  tell(listed.length ? `Cables: ${listed.join(", ")}.` : "No cables were found.", "counts");
  for (const { name, reason } of failures) tell(`${name}: ${reason}`, "failure");
  if (untold) tell(`and ${untold.toLocaleString("en")} more ${untold === 1 ? "failure" : "failures"}`, "failure");
  if (passedOver) tell(passedOver, "failure");
  if (happened.some((outcome) => outcome !== "failed")) tell("You can ask about them now.", "ready");
}

function bring(files) {
  if (!files.length || is_busy()) return;
  part(".told").replaceChildren();
  const size = [...files].reduce((sum, file) => sum + file.size, 0);
  const { most, files: many } = dialog().dataset;
    const named = `${many} ${many === "1" ? "file" : "files"}`;
  if (files.length > many) return tell(`That is more than ${named}, the most that can be added at once.`, "failure");
  if (size > most) return tell(`That is more than ${most / 1e6} MB, the most that can be added at once.`, "failure");
  const form = new FormData();
  for (const file of files) form.append("files", file);
  part(".course").hidden = false;
  part(".drop").classList.add("busy");
  part(".files").disabled = true;
  send(form);
}

function send(form) {
  const request = new XMLHttpRequest(); // fetch does not tell how much has been sent
  let read = 0;
  let last = {};
  request.upload.onprogress = (event) => move("uploading", event.loaded, event.total);
  request.upload.onload = () => move("waiting", 0, 0);
  request.onprogress = () => {
    if (request.status !== 200) return;
    const end = request.responseText.lastIndexOf("\n") + 1;
    for (const line of request.responseText.slice(read, end).split("\n").filter(Boolean)) {
      last = JSON.parse(line);
      if (last.stage) move(last.stage, last.done, last.total);
    }
    read = end;
  };
  request.onload = () => {
    finish();
    if (request.status === 401) location.reload();
    else if (last.report) {
      report(last.report);
      trigger("brought");
    } else tell(last.trouble ?? reason(request), "failure");
  };
  request.onerror = () => {
    finish();
    tell("The files could not be sent. Is reftel still running?", "failure");
  };
  request.open("POST", part(".without-samples").checked && !part(".alone").hidden ? "bring?samples=remove" : "bring");
  request.send(form);
}

function reason(request) {
  try {
    return JSON.parse(request.responseText).error;
  } catch {
    return "The connection was lost. Files that had arrived are still being read.";
  }
}

element.addEventListener("click", (event) => {
  if (event.target.closest(".bring")) open_dialog();
  else if (event.target.closest(".close") || event.target === dialog()) dialog().close();
});
element.addEventListener("change", (event) => {
  if (event.target.matches(".files")) bring(event.target.files);
});

// A file that is dragged over the window opens the dialog; dropped beside it, the browser would leave the page for it.
const brings_files = (event) => dialog() && event.dataTransfer?.types.includes("Files");
document.addEventListener("dragenter", (event) => {
  if (brings_files(event) && !dialog().open) open_dialog();
});
document.addEventListener("dragover", (event) => {
  if (!brings_files(event)) return;
  event.preventDefault();
  part(".drop").classList.toggle("over", Boolean(event.target.closest?.(".drop")));
});
document.addEventListener("drop", (event) => {
  if (!brings_files(event)) return;
  event.preventDefault();
  part(".drop").classList.remove("over");
  bring(event.dataTransfer.files);
});
