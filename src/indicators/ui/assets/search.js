// The search by keyboard: Enter opens the first hit, arrow keys walk through the hits, Escape leads back.
const FIELD = ".st-key-suche input";
const FOUND = ".st-key-search_found";

const links = () => [...document.querySelectorAll(`${FOUND} a`)];

// The hits follow the field after a short while; Enter waits until they belong to what was typed.
function openFirst(field, typed = field.value, patience = 200) {
  const shown = document.querySelector(`${FOUND} [data-for]`);
  if (field.value !== typed) return;
  if (shown?.dataset.for === typed) links()[0]?.click();
  else if (patience) setTimeout(() => openFirst(field, typed, patience - 1), 50);
}

function walk(event, step) {
  const stops = [document.querySelector(FIELD), ...links()];
  const next = stops[stops.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

document.addEventListener("keydown", (event) => {
  const inField = event.target.matches(FIELD);
  if (!inField && !event.target.closest(FOUND)) return;
  if (event.key === "ArrowDown") walk(event, 1);
  else if (event.key === "ArrowUp") walk(event, -1);
  else if (event.key === "Enter" && inField && event.target.value) openFirst(event.target);
  else if (event.key === "Escape" && !inField) document.querySelector(FIELD).focus();
});
