// A cable on a page of its own: the link into the window, and the buttons that copy.

// The window is to open at the paragraph that this address names.
const into = document.querySelector(".to-window");
const home = into?.getAttribute("href");
function aim() {
  const ordinal = document.querySelector(".paragraph:is(:target, :has(:target))")?.dataset.ordinal;
  into?.setAttribute("href", ordinal ? `${home}/${ordinal}` : home);
}
for (const event of ["load", "hashchange"]) addEventListener(event, aim);
document.addEventListener("click", async ({ target }) => {
  if (!target.matches(".copies button[data-copy]")) return;
  const { copy, cite } = target.dataset;
  const name = target.textContent;
  const style = localStorage.getItem("reftel citation style") ?? "chicago"; // as the window remembers it
  try {
    const text = cite
      ? `${copy} ${await (await fetch(`${cite}&style=${encodeURIComponent(style)}`)).text()}`
      : new URL(copy, location).href;
    await navigator.clipboard.writeText(text);
    target.textContent = "Copied";
  } catch {
    target.textContent = "Could not copy";
  }
  setTimeout(() => (target.textContent = name), 1500);
});

// j and k go to the next and the previous cable of the list that this one was opened from, as they go from citation
// to citation in the window.
document.addEventListener("keydown", ({ key, target, ctrlKey, metaKey, altKey }) => {
  const way = { j: "next", k: "prev" }[key];
  if (!way || ctrlKey || metaKey || altKey || target.closest("input, textarea, select, [contenteditable]")) return;
  document.querySelector(`.trail [rel=${way}]`)?.click();
});
