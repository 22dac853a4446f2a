// Who logs in finds nothing of what somebody else chose in this tab.
sessionStorage.removeItem("chosen");
// A link to a cable names it behind the #, which the browser keeps to itself: it goes along through the login.
document.forms[0].action += location.hash;
if (new URLSearchParams(document.forms[0].next.value.split("?")[1]).get("__theme") === "dark")
  document.documentElement.classList.add("dark");
