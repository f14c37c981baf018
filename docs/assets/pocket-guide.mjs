// @ts-check
/** The button that prints the pocket guide: it needs this script, so the script shows it. */

for (const button of document.querySelectorAll("button.print")) {
  button.addEventListener("click", () => window.print());
  button.removeAttribute("hidden");
}
