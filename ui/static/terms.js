// What a mark or an abbreviation of a cable means, beside it, where one points at it, tabs to it or taps it. The meanings
// stand at the end of the cable, where they can be read without this.
{
  const TERM = "[data-term]";
  const card = document.createElement("div");
  card.id = "term-card";
  card.hidden = true;
  card.setAttribute("aria-hidden", "true"); // who hears the page is told by aria-describedby
  document.body.append(card);
  const hide = () => {
    card.hidden = true;
  };
  const tell = (term) => {
    const said = term.closest(".cable")?.querySelector(`#term-${CSS.escape(term.dataset.term)}`);
    if (!said) return;
    card.textContent = said.textContent;
    card.hidden = false;
    const word = term.getBoundingClientRect();
    card.style.left = `${Math.max(8, Math.min(word.left, innerWidth - card.offsetWidth - 8))}px`;
    const below = word.bottom + card.offsetHeight < innerHeight;
    card.style.top = `${below ? word.bottom : word.top - card.offsetHeight}px`;
  };
  for (const type of ["mouseover", "focusin", "click"])
    document.addEventListener(type, ({ target }) => {
      const term = target.closest?.(TERM);
      if (term) tell(term);
      else if (!card.contains(target)) hide(); // one may go over to the card, to read or copy it
    });
  document.addEventListener("focusout", hide);
  document.addEventListener("scroll", hide, true);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
}
