// Kept conversations: the drawer that lists them, the address that names the open one, and what a reader says of
// answers. Gradio runs this once: `element` is the drawer's own element.

const drawer = element.querySelector("#talks");
const list = drawer.querySelector("ul");
const told = drawer.querySelector(".told");
const feedback = document.getElementById("feedback");
const look = drawer.querySelector(".look");
const KEPT = /^export\/([\w-]+)\/(\d+)\.md$/;
let judged = null; // the answer that the form is about

function open_talk() {
  return new URLSearchParams(location.search).get("c") ?? "";
}

function shown_talk() {
  return document.querySelector("#here [data-talk]")?.dataset.talk;
}

// The address follows the conversation, so that it can be loaded again, kept and gone back to. One that gets its first
// answer stays where it is; leaving one is a step, which Back undoes.
let going_back = false;
function follow_talk() {
  const [id, before] = [shown_talk(), open_talk()];
  if (id === undefined || id === before || going_back) return;
  const address = new URL(location);
  if (id) address.searchParams.set("c", id);
  else address.searchParams.delete("c");
  if (before) address.hash = "";
  history[before ? "pushState" : "replaceState"](null, "", address);
}

addEventListener("popstate", () => {
  if (open_talk() === (shown_talk() ?? open_talk())) return;
  going_back = true;
  location.reload();
});

async function ask_server(path, method = "GET", content) {
  const json = content && { headers: { "content-type": "application/json" }, body: JSON.stringify(content) };
  const reply = await fetch(path, { method, ...json });
  if (!reply.ok) throw new Error((await reply.json().catch(() => ({}))).error ?? reply.statusText);
  return reply;
}

async function fill() {
  const asked = new URLSearchParams({ c: open_talk(), q: look.value.trim() });
  const entries = await (await ask_server(`talks?${asked}`)).text();
  if (asked.get("q") !== look.value.trim()) return; // more was typed meanwhile
  list.innerHTML = entries;
  for (const time of list.querySelectorAll("time")) time.textContent = when(new Date(time.dateTime));
  drawer.querySelector(".end .sure").hidden = true;
  drawer.querySelector(".end").hidden = !list.querySelector("[data-talk]");
}

// The time as a reader says it, on their own clock.
function when(date) {
  const time = date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days < 2) return `${days < 1 ? "Today" : "Yesterday"}, ${time}`;
  const this_year = date.getFullYear() === new Date().getFullYear();
  return `${date.toLocaleDateString("en-GB", { day: "numeric", month: "long", ...(this_year ? {} : { year: "numeric" }) })}, ${time}`;
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

async function share(entry, shared) {
  await ask_server(`talks/${entry.dataset.talk}`, "PATCH", { shared });
  const link = new URL(entry.querySelector("a.open").getAttribute("href"), location);
  await fill();
  if (!shared) return;
  const copied = await navigator.clipboard.writeText(link.href).then(() => "Copied: ", () => "");
  told.textContent = `${copied}${link.href} shows it to those who may see all of it.`;
}

drawer.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const entry = event.target.closest("li[data-talk]");
  if (event.target === drawer || button?.matches(".close")) drawer.close();
  else if (button?.matches(".wipe, .delete")) ask_whether(entry ?? drawer.querySelector(".end"));
  else if (button?.matches(".no")) button.parentElement.hidden = true;
  else if (button?.matches(".yes")) try_to(() => remove(entry));
  else if (button?.matches(".share")) try_to(() => share(entry, !button.dataset.shared));
  else if (button?.matches(".rename")) {
    entry.querySelector(".renaming").hidden = false;
    entry.querySelector("a.open").hidden = true;
    entry.querySelector("input").select();
  }
  if (button?.matches(".rename, .delete, .share")) entry.querySelector("details").open = false;
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

function show_talks() {
  drawer.showModal();
  try_to(fill);
}
element.querySelector(".show-talks").addEventListener("click", show_talks);
let typed = 0;
look.addEventListener("input", () => {
  clearTimeout(typed);
  typed = setTimeout(() => try_to(fill), 200);
});

// How many new cables concern what the reader watches, beside the link to their page.
async function count_new() {
  const link = document.querySelector("#brand .watched");
  if (!link) return setTimeout(show_new, 500);
  const { new: number } = await (await ask_server("watches/new")).json();
  link.dataset.new = number || "";
  link.setAttribute("aria-label", number ? `Watched, ${number} new` : "Watched");
}
// A server that does not answer is told where somebody asks it something.
const show_new = () => count_new().catch(() => {});
show_new();
document.addEventListener("brought", show_new);

async function watch(button) {
  const [, id, number] = KEPT.exec(button.closest(".foot").querySelector(".export a").getAttribute("href"));
  await ask_server(`watches/of/${id}/${number}`, "POST");
  button.textContent = "Watched";
  button.disabled = true;
}

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
  if (event.target.closest?.("#window .begin")) document.getElementById("fresh").click();
  else if (event.target.closest?.("#window .others")) show_talks();
  const watching = event.target.closest?.(".foot .watch");
  if (watching) watch(watching).catch((error) => watching.setAttribute("data-trouble", error.message));
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
