// All there is of script. Every page works without it: "/" leads to the search, Ctrl+Enter in a query runs it, what is to
// be copied has a button for it, and of a claim that is gone to all words are lit, not only the first.
"use strict";
document.addEventListener("keydown", (event) => {
  const field = document.querySelector("input[type=search]");
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && field && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.target.form?.requestSubmit();
  }
});
for (const block of navigator.clipboard ? document.querySelectorAll("pre[data-copy]") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = block.dataset.copy;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.textContent);
    button.textContent = block.dataset.copied;
  });
  block.before(button);
}

const light = () => {
  const claim = location.hash.slice("#c-".length);
  for (const mark of document.querySelectorAll(".text mark")) {
    mark.classList.toggle("current", mark.dataset.claims.split(" ").includes(claim));
  }
};
addEventListener("hashchange", light);
light();
