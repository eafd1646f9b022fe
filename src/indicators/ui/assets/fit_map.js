// Shows all of a map's country or Land in whatever frame the window leaves for it (style.css); the server, which does not
// know the window, has chosen a zoom for a wide screen. Where a person has zoomed, a window of another size changes nothing.
const MARGIN = 6; // pixels around what is shown

function fit(plot) {
  const map = plot._fullLayout?.map?._subplot?.map;
  const shown = plot._fullLayout?.meta?.bounds; // west, south, east, north
  if (!map || !shown) return;
  const frame = map.getContainer();
  if (plot.fittedFrame !== frame) {
    plot.fittedFrame = frame;
    new ResizeObserver(() => fit(plot)).observe(frame);
  }
  map.resize(); // else it learns of its frame only some time later
  const before = plot.fitted;
  const now = { of: String(shown), width: frame.clientWidth, height: frame.clientHeight };
  if (!now.width || !now.height) return;
  if (before?.of === now.of) {
    const isSameFrame = before.width === now.width && before.height === now.height;
    if (isSameFrame || Math.abs(before.zoom - map.getZoom()) > 0.01) return;
  }
  const [west, south, east, north] = shown;
  const { center, zoom } = map.cameraForBounds([[west, south], [east, north]], { padding: MARGIN });
  plot.fitted = { ...now, zoom };
  // plotly draws a map more than once and keeps only what it takes for a person's doing, that is what has an event.
  map.jumpTo({ center, zoom }, { originalEvent: new Event("fit") });
}

function watch(plot) {
  if (plot.isWatched || !plot.on) return;
  plot.isWatched = true;
  plot.on("plotly_afterplot", () => fit(plot));
  fit(plot);
}

const watchAll = () => document.querySelectorAll("[class*=st-key-map_] .js-plotly-plot").forEach(watch);

new MutationObserver(watchAll).observe(document.body, { childList: true, subtree: true });
watchAll(); // a map that was drawn before this script had arrived
