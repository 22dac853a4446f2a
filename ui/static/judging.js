// Sources that a reader calls not relevant. Runs in the same scope as reader.js, after it. Each source has a form:
// its button says so or takes it back, and a reason may follow.

async function judge_source(form, is_relevant) {
  const told = form.querySelector(".told");
  const json = { headers: { "content-type": "application/json" }, body: JSON.stringify({ reason: form.reason.value }) };
  const how = is_relevant ? { method: "DELETE" } : { method: "PUT", ...json };
  try {
    const reply = await fetch(form.dataset.address, how);
    if (!reply.ok) throw new Error((await reply.json().catch(() => ({}))).error ?? reply.statusText);
    form.classList.toggle("judged", !is_relevant);
    form.querySelector(".not-relevant").setAttribute("aria-pressed", !is_relevant);
    if (is_relevant) form.reason.value = "";
    told.textContent = is_relevant ? "" : "Saved";
  } catch (error) {
    told.textContent = `That failed: ${error.message}`;
  }
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("#sources .not-relevant");
  if (button) judge_source(button.form, button.getAttribute("aria-pressed") === "true");
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("#sources .relevance")) return;
  event.preventDefault();
  judge_source(event.target, false);
});
