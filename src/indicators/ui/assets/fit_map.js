// The server chooses a map's zoom for a wide screen; on a narrow one the map is fitted to its frame.
// Once a person has zoomed, their zoom stays.
const DRAWN_FOR = 500; // pixels that Germany is wide at the zoom of maps.zoom

function fit(plot) {
  const map = plot._fullLayout?.map?._subplot?.map;
  if (!map || !plot.clientWidth) return;
  const zoom = map.getZoom();
  plot.fittedFrom ??= zoom;
  if (Math.abs(zoom - plot.fittedFrom) > 0.01) return;
  map.setZoom(zoom + Math.min(0, Math.log2(plot.clientWidth / DRAWN_FOR)));
}

function watch(plot) {
  if (plot.isWatched || !plot.on) return;
  plot.isWatched = true;
  plot.on("plotly_afterplot", () => fit(plot));
  fit(plot);
}

new MutationObserver(() => document.querySelectorAll(".st-key-map .js-plotly-plot").forEach(watch)).observe(
  document.body,
  { childList: true, subtree: true },
);
