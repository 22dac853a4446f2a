// A cable on a page of its own: the link into the window, and the buttons that copy.

// The window is to open at the paragraph that this address names.
const into = document.querySelector(".to-window");
const home = into?.getAttribute("href");
function aim() {
  const ordinal = document.querySelector(".paragraph:target")?.dataset.ordinal;
  into?.setAttribute("href", ordinal ? `${home}/${ordinal}` : home);
}
for (const event of ["load", "hashchange"]) addEventListener(event, aim);
document.addEventListener("click", async ({ target }) => {
  if (!target.matches(".copies button")) return;
  const { copy } = target.dataset;
  const name = target.textContent;
  try {
    await navigator.clipboard.writeText(target.matches(".copy-link") ? new URL(copy, location).href : copy);
    target.textContent = "Copied";
  } catch {
    target.textContent = "Could not copy";
  }
  setTimeout(() => (target.textContent = name), 1500);
});
