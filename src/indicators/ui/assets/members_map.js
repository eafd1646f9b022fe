// Draws the members into the folium map: outline of the Länder, marks by shape, names beside them, popups.
// Runs inside the frame of streamlit-folium. Every text is set as text.
"use strict";

const SHAPES = {
  circle: '<circle cx="9" cy="9" r="7"/>',
  square: '<rect x="2.5" y="2.5" width="13" height="13"/>',
  diamond: '<path d="M9 1 17 9 9 17 1 9Z"/>',
};
const SIDES = ["right", "left", "above", "below"];
const STYLE = `
  body { margin: 0; font-family: "Source Sans", "Source Sans Pro", sans-serif; }
  .leaflet-container { font: 15px/1.35 "Source Sans", "Source Sans Pro", sans-serif; background: var(--ground); }
  .member { color: var(--text); }
  .member svg { display: block; fill: var(--mark); stroke: var(--ground); stroke-width: 1.5; }
  .member:focus-visible { outline: 3px solid var(--text); outline-offset: 2px; }
  .member span { position: absolute; white-space: nowrap; font-size: 15px; line-height: 18px; font-weight: 600;
    text-shadow: 0 0 3px var(--ground), 0 0 3px var(--ground), 0 0 3px var(--ground); }
  .member .right { left: 21px; top: 0; }
  .member .left { right: 21px; top: 0; }
  .member .above { bottom: 19px; left: 9px; transform: translateX(-50%); }
  .member .below { top: 19px; left: 9px; transform: translateX(-50%); }
  .narrow .member span { font-size: 12.5px; }
  .open .leaflet-control-container { display: none; }
  .leaflet-popup-content-wrapper, .leaflet-popup-tip { background: var(--ground); color: var(--text);
    border: 1px solid var(--border); }
  .leaflet-container a.leaflet-popup-close-button { color: var(--text); width: 28px; height: 28px; font-size: 20px; }
  .leaflet-popup-content { margin: 12px 16px; }
  .leaflet-popup-content strong { font-size: 18px; display: block; padding-right: 16px; }
  .leaflet-popup-content p { margin: 3px 0; }
  .leaflet-popup-content dl { display: grid; grid-template-columns: 1fr auto; gap: 2px 14px; margin: 8px 0; }
  .leaflet-popup-content dd { margin: 0; text-align: right; font-weight: 600; white-space: nowrap; }
  .leaflet-container .leaflet-popup-content a { color: var(--mark); font-weight: 600; font-size: 16px; }
  .leaflet-bar a, .leaflet-bar a:hover { background: var(--ground); color: var(--text); border-color: var(--border); }`;

function element(tag, text, parent) {
  const made = document.createElement(tag);
  made.textContent = text;
  parent?.append(made);
  return made;
}

function popup(member, link) {
  const box = document.createElement("div");
  element("strong", member.name, box);
  element("p", member.level, box);
  const list = element("dl", "", box);
  for (const [title, value] of member.figures) {
    element("dt", title, list);
    element("dd", value, list);
  }
  element("p", member.evidence, box);
  const anchor = element("a", `${member.name}: ${link.title}`, box);
  anchor.href = link.href + member.ags;
  anchor.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab is the browser's own affair
    event.preventDefault();
    window.Streamlit.setComponentValue({ member: member.ags });
  });
  return box;
}

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

// Each name goes to the first side on which it covers no mark and no other name; without one it is left out.
function placeNames(map) {
  const frame = map.getContainer().getBoundingClientRect();
  const names = [...map.getContainer().querySelectorAll(".member span")];
  const taken = [...map.getContainer().querySelectorAll(".member svg")].map((m) => m.getBoundingClientRect());
  for (const name of names) {
    name.hidden = false;
    const free = SIDES.find((side) => {
      name.className = side;
      const box = name.getBoundingClientRect();
      const inside = box.left >= frame.left && box.right <= frame.right && box.top >= frame.top;
      return inside && !taken.some((other) => overlap(box, other));
    });
    name.hidden = !free;
    if (free) taken.push(name.getBoundingClientRect());
  }
}

// streamlit-folium does not wait for the style sheet, without which nothing has its place yet.
function whenStyled(map, act) {
  if (getComputedStyle(map.getPane("mapPane")).position === "absolute") act();
  else requestAnimationFrame(() => whenStyled(map, act));
}

// The map takes the width that is there, and on a narrow screen no more height than the country needs.
function fit(map, bounds) {
  const height = Math.min(window.__GLOBAL_DATA__.height, Math.round(window.innerWidth * 1.3));
  map.getContainer().style.height = `${height}px`;
  map.getContainer().classList.toggle("narrow", window.innerWidth < 500);
  window.Streamlit.setFrameHeight(height);
  map.invalidateSize();
  map.fitBounds(bounds, { padding: [6, 6], animate: false });
  placeNames(map);
}

window.showMembers = (map, content) => {
  const root = document.documentElement;
  for (const [name, colour] of Object.entries(content.colours)) root.style.setProperty(`--${name}`, colour);
  element("style", STYLE, document.head);
  map.getContainer().style.width = "100%";
  // Leaflet focuses the map when it is pressed; where a part of it is out of sight the page would jump meanwhile.
  const box = map.getContainer();
  box.focus = () => HTMLElement.prototype.focus.call(box, { preventScroll: true });
  if (L.Browser.mobile) map.dragging.disable(); // one finger scrolls the page, two zoom the map
  L.control.zoom({ zoomInTitle: "Vergrößern", zoomOutTitle: "Verkleinern" }).addTo(map);

  for (const member of content.members) {
    const icon = L.divIcon({
      className: "member",
      html: `<svg width="18" height="18" aria-hidden="true">${SHAPES[member.shape]}</svg>`,
      iconSize: [18, 18],
    });
    const marker = L.marker(member.place, { icon, title: `${member.name}, ${member.level}` }).addTo(map);
    marker.bindPopup(popup(member, content.link), { maxWidth: Math.min(400, window.innerWidth - 60), minWidth: Math.min(360, window.innerWidth - 60) });
    const name = element("span", member.name, marker.getElement());
    name.setAttribute("aria-hidden", "true"); // the mark's own title says it
  }
  map.on("popupopen", (event) => {
    const close = event.popup.getElement().querySelector(".leaflet-popup-close-button");
    close?.setAttribute("aria-label", "Schließen");
    box.classList.add("open");
  });
  map.on("popupclose", () => box.classList.remove("open"));
  map.on("zoomend", () => placeNames(map));

  whenStyled(map, () => {
    let width = 0;
    new ResizeObserver(() => {
      if (window.innerWidth === width) return;
      width = window.innerWidth;
      fit(map, content.bounds);
    }).observe(document.body);
  });
  fetch(content.outline)
    .then((answer) => answer.json())
    .then((shapes) =>
      L.geoJSON(shapes, {
        interactive: false,
        style: { color: content.colours.border, weight: 1, fillColor: content.colours.land, fillOpacity: 1 },
      }).addTo(map),
    );
};
