"""Ein Indikator vor und nach der Pandemie, und die Mitglieder im Überblick."""

from indicators import series
from indicators.trends import NoTrend
from indicators.ui import controls, corona_view, furniture, time_view

furniture.head(
    "Liegen die Werte seit der Pandemie im erwarteten Bereich?",
    "Die Werte seit 2020 im Vergleich mit dem, was der Trend der Jahre 2010 bis 2019 erwarten ließ.",
)
with furniture.controls([3, 5, 4]) as (where, what, who):
    with where:
        chosen = controls.select_region()
    with what:
        indicator = controls.select_indicator()
    region, rows = time_view.region_with_values(chosen, indicator)
    group = ""
    if series.years(rows):
        with who:
            group = corona_view.select_group(indicator, rows)

if not group:
    time_view.explain_missing(chosen, indicator)
else:
    own = rows.filter(group=group)
    found = corona_view.find(region, indicator, own)
    if isinstance(found, NoTrend):
        corona_view.explain_no_trend(region, indicator, found)
    else:
        corona_view.show_finding(region, indicator, group, found)
        time_view.say_if_kreis(chosen, region)
        corona_view.show_chart(region, indicator, group, own, found)
        furniture.source_note(indicator)
        corona_view.show_table(region, indicator, group, own, found)
corona_view.show_matrix(region, indicator, group)
