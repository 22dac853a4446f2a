// The model that writes the answers. Gradio runs this once and draws the line anew with each change, so its parts are
// looked for when they are needed; `next` is what has the focus after that.

let next = null;
const panel = () => element.querySelector("details");

element.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.matches(".choice")) {
    next = "summary";
    trigger("choose", { name: button.dataset.name });
  } else {
    next = ".look";
    button.disabled = true;
    button.textContent = "Looking …";
    trigger("look");
  }
});
element.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !panel()?.open) return;
  event.stopPropagation();
  panel().open = false;
  panel().querySelector("summary").focus();
});
document.addEventListener("click", ({ target }) => {
  if (panel()?.open && !element.contains(target)) panel().open = false;
});
watch("value", () => {
  if (next) element.querySelector(next)?.focus();
  next = null;
});
