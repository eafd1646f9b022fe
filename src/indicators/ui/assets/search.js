// The search by keyboard: Enter opens the first hit, arrow keys walk through the hits, Escape closes them.
const FIELD = ".st-key-suche input";
const FOUND = ".st-key-search_found";

const links = () => [...document.querySelectorAll(`${FOUND} a`)];

// The hits follow the field after a short while: Enter waits until they belong to what was typed. A click on a
// list that is just being drawn anew is lost, so it is repeated until the field is empty, as after arriving.
function openFirst(typed, patience = 200) {
  const field = document.querySelector(FIELD);
  if (field?.value !== typed || patience <= 0) return;
  const isShown = document.querySelector(`${FOUND} [data-for]`)?.dataset.for === typed;
  if (isShown) links()[0]?.click();
  setTimeout(() => openFirst(typed, patience - (isShown ? 50 : 1)), isShown ? 1000 : 50);
}

function walk(event, step) {
  const stops = [document.querySelector(FIELD), ...links()];
  const next = stops[stops.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

// Only some browsers empty a search field by Escape, and none while a hit has the focus. The framework notices a
// value that its own setter did not write.
function close() {
  const field = document.querySelector(FIELD);
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

// Who is quicker than the hits has the focus beside them: Tab leads past a list that is not there yet, and a hit that
// is drawn anew loses it. So Escape closes the hits from anywhere, but first what else is open where the focus is.
const isElsewhere = (element) => !document.querySelector(FOUND) || element.closest("[aria-expanded=true], [role=dialog]");

document.addEventListener("keydown", (event) => {
  const inField = event.target.matches(FIELD);
  const isHere = inField || event.target.closest(FOUND);
  if (event.key === "Escape" && (isHere || !isElsewhere(event.target))) close();
  if (!isHere) return;
  if (event.key === "ArrowDown") walk(event, 1);
  else if (event.key === "ArrowUp") walk(event, -1);
  else if (event.key === "Enter" && inField && event.target.value) openFirst(event.target.value);
});
