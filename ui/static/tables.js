// Tables of cables: a head that is clicked sorts its table, and turns it around when it is clicked again.

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function sort_by(head) {
  const table = head.closest("table");
  const heads = [...table.querySelectorAll("thead th")];
  const column = heads.indexOf(head);
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const each of heads) each.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const cell = (row) => row.cells[column].textContent;
  const rows = [...table.tBodies[0].rows].sort((a, b) => collator.compare(cell(a), cell(b)));
  table.tBodies[0].append(...(down ? rows.reverse() : rows));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".cables thead .sort");
  if (button) sort_by(button.closest("th"));
});
