"""The members as marks on the outline of the country: a folium map without tiles, from our own server."""

import folium
from branca.element import MacroElement
from folium.template import Template

from indicators import texts
from indicators.catalog import Catalog
from indicators.figures.theme import Palette
from indicators.overviews import SHAPES, KeyFigure, MemberOverview
from indicators.regions import View
from indicators.roster import GRADES


class _Members(MacroElement):
    """Outline and marks; drawn by assets/members_map.js, which sets every text as text, never as HTML."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        showMembers({{ this._parent.get_name() }}, {{ this.content | tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, content: dict[str, object]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "members"
        self.content = content


def draw(
    members: tuple[MemberOverview, ...],
    catalog: Catalog,
    view: View,
    *,
    leaflet: str,
    script: str,
    outline: str,
    link: tuple[str, str],
    palette: Palette,
) -> folium.Map:
    """The map; a click on the link of a popup gives the member's AGS back.

    Args:
        members: What is shown.
        catalog: The catalogue.
        view: Which part of the country.
        leaflet: Address of the folder with leaflet.js and leaflet.css.
        script: Address of assets/members_map.js.
        outline: Address of the GeoJSON of the Länder.
        link: Address to which the AGS of a member is appended, and what it leads to.
        palette: Colours.
    """
    country = folium.Map(
        location=[view.lat, view.lon],
        tiles=None,
        zoom_control=False,
        attributionControl=False,
        scrollWheelZoom=False,
        zoomSnap=0,
    )
    # The names of the entries must differ, or the later one replaces the earlier.
    country.default_js = [("leaflet", f"{leaflet}/leaflet.js"), ("members", script)]
    country.default_css = [("leaflet_css", f"{leaflet}/leaflet.css")]
    content: dict[str, object] = {
        "outline": outline,
        "link": {"href": link[0], "title": link[1]},
        "bounds": [[view.south, view.west], [view.north, view.east]],
        "colours": {
            "ground": palette.ground,
            "land": palette.grid,
            "border": palette.context,
            "mark": palette.focus,
            "text": palette.text,
        },
        "members": [_content(m, catalog) for m in members],
    }
    country.add_child(_Members(content))
    return country


def _content(overview: MemberOverview, catalog: Catalog) -> dict[str, object]:
    """What the script needs of one member: place, shape, and the texts of its popup."""
    return {
        "ags": overview.region.ags,
        "name": overview.member.name,
        "place": overview.place,
        "shape": overview.shape,
        "level": SHAPES[overview.shape],
        "evidence": texts.membership(GRADES[overview.member.grade]),
        "figures": [
            [
                _title(overview, f, catalog),
                texts.figure_value(f.value, f.year, f.indicator, catalog),
            ]
            for f in overview.figures
        ],
    }


def _title(overview: MemberOverview, figure: KeyFigure, catalog: Catalog) -> str:
    title = texts.figure_title(figure.indicator, figure.group, catalog)
    kreis = overview.kreis_of(figure)
    return f"{title} ({kreis.display_name})" if kreis else title
