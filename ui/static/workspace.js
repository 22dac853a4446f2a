// The style of the footnotes, which the browser remembers together with that of the reader.

const style = document.getElementById("style");
const STYLE = "reftel citation style";
if (style) {
  const known = localStorage.getItem(STYLE);
  if ([...style.options].some((each) => each.value === known)) style.value = known;
  style.addEventListener("change", () => localStorage.setItem(STYLE, style.value));
}
