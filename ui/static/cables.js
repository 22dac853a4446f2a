// The ticks of the list of cables: remembered from page to page while this tab is open. Without this script the ticks
// of one page are sent as any form is.

const form = document.getElementById("chosen");
const most = Number(form?.dataset.most);
const boxes = form ? [...form.querySelectorAll("tbody [type=checkbox]")] : [];
const all = form?.querySelector(".all");
const told = form?.querySelector(".told");
const chosen = new Set(JSON.parse(sessionStorage.getItem("chosen") ?? "[]"));
let last = null; // the box that was ticked last: with Shift, all from there on are

function show() {
  sessionStorage.setItem("chosen", JSON.stringify([...chosen]));
  for (const box of boxes) box.checked = chosen.has(box.value);
  all.checked = boxes.every((box) => box.checked);
  all.indeterminate = !all.checked && boxes.some((box) => box.checked);
  const number = `${chosen.size.toLocaleString("en")} ${chosen.size === 1 ? "cable" : "cables"} chosen`;
  const over = chosen.size > most ? `: a question takes ${most.toLocaleString("en")} at most` : "";
  told.textContent = chosen.size ? number + over : "Tick cables to choose them";
  form.querySelector(".clear").hidden = !chosen.size;
  for (const button of form.querySelectorAll(".tray button:not(.clear)")) {
    button.disabled = !chosen.size || chosen.size > most;
  }
}

function tick(box, on) {
  if (on) chosen.add(box.value);
  else chosen.delete(box.value);
}

if (form) {
  all.hidden = false;
  form.addEventListener("click", ({ target, shiftKey }) => {
    if (target === all) for (const box of boxes) tick(box, all.checked);
    else if (target.matches(".clear")) chosen.clear();
    else if (boxes.includes(target)) {
      const ends = [boxes.indexOf(shiftKey && last ? last : target), boxes.indexOf(target)].sort((a, b) => a - b);
      for (const box of boxes.slice(ends[0], ends[1] + 1)) tick(box, target.checked);
      last = target;
    } else return;
    show();
  });
  // What is taken out of a collection is no longer chosen.
  form.addEventListener("submit", ({ submitter }) => {
    if (submitter?.value === "remove") sessionStorage.removeItem("chosen");
  });
  // One value that has them all, those of other pages too.
  form.addEventListener("formdata", ({ formData }) => formData.set("cables", [...chosen].join(", ")));
  addEventListener("pageshow", show); // also where the browser brings the page back as it was
}
