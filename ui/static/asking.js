// Our own buttons in the conversation, and the filters' chips, told to the server by `trigger`. Gradio runs this
// once, when the line above the box is on the page. While an answer is under way there is nothing to ask.

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (element.contains(button)) return trigger("clear", { name: button.dataset.name });
  if (button.matches("#sources .only, #sources .without") && !document.querySelector("#box .stop-button")) {
    return trigger("input", { cable: button.dataset.cable });
  }
  if (!button.closest("#window") || document.querySelector("#box .stop-button")) return;
  if (button.matches(".followup")) trigger("submit", { question: button.textContent });
  else if (button.matches(".hint")) trigger("select", { hint: button.firstChild.textContent });
  else if (button.matches(".again")) trigger("retry");
  else if (button.matches(".edit")) {
    trigger("edit");
    document.querySelector("#box textarea").focus();
  }
});
