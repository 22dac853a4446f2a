// What is printed of the window has its highest marking at the head of each page.
addEventListener("beforeprint", () => {
  const tones = ["unclassified", "sensitive", "confidential", "secret"];
  const rank = (mark) => tones.findIndex((tone) => mark.classList.contains(tone)) * 1000 + mark.textContent.length;
  const marks = [...document.querySelectorAll("#window .marking, #sources .marking")]
    .filter((mark) => !mark.closest("details:not([open])")) // what is folded is not printed
    .sort((a, b) => rank(b) - rank(a));
  document.getElementById("main").dataset.head = ["reftel", marks[0]?.textContent].filter(Boolean).join(" · ");
});
