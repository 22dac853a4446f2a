// Kept conversations: the drawer that lists them, the address that names the open one, and what a reader says of
// answers. Gradio runs this once: `element` is the drawer's own element.

const drawer = element.querySelector("#talks");
const list = drawer.querySelector("ul");
const told = drawer.querySelector(".told");
const feedback = document.getElementById("feedback");
const KEPT = /^export\/([\w-]+)\/(\d+)\.md$/;
let judged = null; // the answer that the form is about

function open_talk() {
  return new URLSearchParams(location.search).get("c") ?? "";
}

// The address follows the conversation, so that it can be loaded again, kept and gone back to.
function follow_talk() {
  const id = document.querySelector("#here [data-talk]")?.dataset.talk;
  if (id === undefined || id === open_talk()) return;
  const address = new URL(location);
  if (id) address.searchParams.set("c", id);
  else address.searchParams.delete("c");
  history.replaceState(null, "", address);
}

async function ask_server(path, method = "GET", content) {
  const json = content && { headers: { "content-type": "application/json" }, body: JSON.stringify(content) };
  const reply = await fetch(path, { method, ...json });
  if (!reply.ok) throw new Error((await reply.json().catch(() => ({}))).detail ?? reply.statusText);
  return reply;
}

async function fill() {
  list.innerHTML = await (await ask_server(`talks?c=${encodeURIComponent(open_talk())}`)).text();
  drawer.querySelector(".end .sure").hidden = true;
  drawer.querySelector(".end").hidden = !list.querySelector("[data-talk]");
}

async function try_to(work) {
  told.textContent = "";
  try {
    await work();
  } catch (error) {
    told.textContent = `That failed: ${error.message}`;
  }
}

function ask_whether(within) {
  within.querySelector(":scope > .sure").hidden = false;
  within.querySelector(":scope > .sure .no").focus();
}

async function remove(entry) {
  await ask_server(entry ? `talks/${entry.dataset.talk}` : "talks", "DELETE");
  if (open_talk() && (!entry || entry.dataset.talk === open_talk())) location.assign("./");
  else await fill();
}

drawer.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const entry = event.target.closest("li[data-talk]");
  if (event.target === drawer || button?.matches(".close")) drawer.close();
  else if (button?.matches(".wipe, .delete")) ask_whether(entry ?? drawer.querySelector(".end"));
  else if (button?.matches(".no")) button.parentElement.hidden = true;
  else if (button?.matches(".yes")) try_to(() => remove(entry));
  else if (button?.matches(".rename")) {
    entry.querySelector(".renaming").hidden = false;
    entry.querySelector("a.open").hidden = true;
    entry.querySelector("input").select();
  }
  if (button?.matches(".rename, .delete")) entry.querySelector("details").open = false;
});

drawer.addEventListener("submit", (event) => {
  event.preventDefault();
  const entry = event.target.closest("li");
  try_to(async () => {
    await ask_server(`talks/${entry.dataset.talk}`, "PUT", { title: entry.querySelector("input").value });
    await fill();
    list.querySelector(`[data-talk="${entry.dataset.talk}"] a`)?.focus();
  });
});

element.querySelector(".show-talks").addEventListener("click", () => {
  drawer.showModal();
  try_to(fill);
});

// The answer that a button stands beneath, by its exports: the conversation and the number.
function kept(button) {
  const [, id, number] = KEPT.exec(button.closest(".foot").querySelector(".export a").getAttribute("href"));
  return { address: `talks/${id}/${number}/feedback`, foot: button.closest(".foot") };
}

function show_feedback(foot, said) {
  for (const way of ["up", "down"]) {
    const thumb = foot.querySelector(`.thumb.${way}`);
    thumb.classList.toggle("on", said.thumb === way);
    thumb.setAttribute("aria-pressed", said.thumb === way);
  }
  foot.querySelector(".flag").classList.toggle("on", said.wrong.length > 0 || said.reason !== "");
}

async function say(answer, said) {
  show_feedback(answer.foot, await (await ask_server(answer.address, "PATCH", said)).json());
}

async function ask_why(answer) {
  judged = answer;
  feedback.querySelector(".asked").innerHTML = await (await ask_server(answer.address)).text();
  feedback.showModal();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".foot :is(.thumb, .flag)");
  for (const menu of document.querySelectorAll(":is(.foot .export, #talks li details)[open]"))
    if (!menu.contains(event.target) || event.target.closest("a")) menu.open = false;
  if (!button) return;
  const answer = kept(button);
  const way = button.matches(".up") ? "up" : "down";
  const work = button.matches(".flag") ? ask_why(answer) : say(answer, { thumb: button.matches(".on") ? null : way });
  work.catch((error) => button.setAttribute("data-trouble", error.message));
});

feedback.addEventListener("click", (event) => {
  if (event.target === feedback || event.target.matches(".cancel")) feedback.close();
});

feedback.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  say(judged, { wrong: form.getAll("wrong").map(Number), reason: form.get("reason").trim() })
    .then(() => feedback.close())
    .catch((error) => (feedback.querySelector("p").textContent = `That failed: ${error.message}`));
});

new MutationObserver(() => {
  follow_talk();
  // Gradio's sanitiser leaves no aria attributes.
  for (const thumb of document.querySelectorAll(".thumb:not([aria-pressed])"))
    thumb.setAttribute("aria-pressed", thumb.matches(".on"));
}).observe(document.body, { childList: true, subtree: true });
