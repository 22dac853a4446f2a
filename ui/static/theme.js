// The theme that the address asks for, or else the system's; before anything is drawn.
const theme = new URLSearchParams(location.search).get("__theme");
const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
document.body.classList.toggle("dark", dark);
