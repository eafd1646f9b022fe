"""German names of regions without titles, and unambiguous within their level."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

_TITLES: Final = re.compile(r"\s*,.*?(?= / |$)")
_NO_GEMEINDE: Final = ("Gemeindefreies Gebiet (bewohnt)", "Gemeindefreies Gebiet (unbewohnt)")
_URBAN: Final = ("Kreisfreie Stadt", "Stadtkreis")


def without_title(name: str) -> str:
    """A published name without what follows the comma: "Kiel, Landeshauptstadt" is Kiel.

    A Sorbian name behind the title stays.
    """
    return re.sub(r"(?<=\S)/ (?=\w)", "/", _TITLES.sub("", name)).strip()


def kreis_labels(kreise: Sequence[tuple[str, str]], gemeinden: Sequence[str]) -> list[str]:
    """Labels of Kreise, in their order.

    A Landkreis that shares its name with a town says "(Landkreis)", because its figures are not the town's; a
    kreisfreie Stadt says "(Stadt)" where such a Landkreis exists.

    Args:
        kreise: Name and kind of each.
        gemeinden: Names of all Gemeinden.
    """
    towns = {start for name in gemeinden for start in _beginnings(name)}
    rural = {name for name, kind in kreise if kind not in _URBAN}
    return [
        _with_note(name, kind)
        if kind not in _URBAN and name in towns
        else _with_note(_stem(name), "Stadt")
        if kind in _URBAN and rural & {name, _stem(name)}
        else name
        for name, kind in kreise
    ]


def former_labels(former: Sequence[tuple[str, str, int]]) -> list[str]:
    """Labels of dissolved Kreise (name, kind, last year), in their order: "Cottbus (Landkreis, bis 1992)"."""
    count = Counter((name, year) for name, _, year in former)
    return [
        _with_note(
            name,
            f"{'Stadt' if kind in _URBAN else kind}, bis {year}" if count[name, year] > 1 else f"bis {year}",
        )
        for name, kind, year in former
    ]


def gemeinde_labels(gemeinden: Sequence[tuple[str, str, str, str, str]]) -> list[str]:
    """Labels of Gemeinden, in their order.

    A name that occurs once stands alone; a kreisfreie Stadt always; others carry their Kreis in brackets and,
    if that does not help, their title or postcode.

    Args:
        gemeinden: Name without title, published name, kind, label of the Kreis, postcode of each.
    """
    plain = [
        f"{name}, gemeindefreies Gebiet" if kind in _NO_GEMEINDE else name
        for name, _, kind, _, _ in gemeinden
    ]
    count = Counter(plain)
    with_kreis = [
        label if count[label] == 1 or kind in _URBAN else f"{label} ({_long(kreis)})"
        for label, (_, _, kind, kreis, _) in zip(plain, gemeinden, strict=True)
    ]
    count = Counter(with_kreis)
    return [
        label
        if count[label] == 1
        else f"{published} ({_long(kreis)})"
        if "," in published
        else f"{name} ({_long(kreis)}, PLZ {postcode})"
        for label, (name, published, _, kreis, postcode) in zip(with_kreis, gemeinden, strict=True)
    ]


def _beginnings(name: str) -> list[str]:
    """The name and what stands before each further word: Esslingen am Neckar is also called Esslingen."""
    return [name, *(name[: gap.start()] for gap in re.finditer(r" |/", name))]


def _stem(name: str) -> str:
    """The name without an addition in brackets."""
    return name.split(" (", maxsplit=1)[0]


def _with_note(name: str, note: str) -> str:
    return f"{name[:-1]}, {note})" if name.endswith(")") else f"{name} ({note})"


def _long(kreis: str) -> str:
    """A Kreis label that can stand in brackets itself: "München (Landkreis)" is Landkreis München."""
    match = re.fullmatch(r"(.*?)(?: \(|, )(Landkreis|Kreis)\)", kreis)
    name, kind = (match[1], f"{match[2]} ") if match else (kreis, "")
    return kind + re.sub(r" \(([^)]*)\)?", r"/\1", name)
