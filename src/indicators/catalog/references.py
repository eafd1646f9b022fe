"""Every id that a declaration names must exist."""

from collections.abc import Sequence
from pathlib import Path

from indicators.catalog.entries import Indicator, MeasureSource
from indicators.catalog.model import Catalog
from indicators.catalog.money import Programme
from indicators.errors import InputError

_OPEN = "offen"


def check_indicator(indicator: Indicator, catalog: Catalog, root: Path) -> None:
    """Raise where an indicator names an id that does not exist."""
    path = root / "indicators" / indicator.handlungsfeld / f"{indicator.id}.toml"
    source = indicator.source
    used = (
        [(d, source.measure) for d in source.datasets]
        if isinstance(source, MeasureSource)
        else [(p.dataset, p.measure) for p in (source.numerator, source.denominator)]
    )
    compared = indicator.comparison
    groups = [compared.group, compared.reference_group] if compared else []
    unknown = [
        *(f"Datensatz {d}" for d, _ in used if d not in catalog.datasets),
        *(
            f"Messgröße {m} in {d}"
            for d, m in used
            if d in catalog.datasets and m not in {rule.measure for rule in catalog.datasets[d].measures}
        ),
        *(f"Einheit {u}" for u in [indicator.unit] if u not in catalog.units),
        *(f"Handlungsfeld {h}" for h in [indicator.handlungsfeld] if h not in catalog.handlungsfelder),
        *(f"Gruppe {g}" for g in groups if g not in catalog.groups),
    ]
    _raise(unknown, path)


def check_money(catalog: Catalog, root: Path) -> None:
    """Raise where a programme names a field, an indicator, a group or another programme that does not exist.

    A programme is part of another one that holds for the same place, is itself no part, and is no total.
    """
    for programme in catalog.programmes.values():
        target = programme.target_group
        unknown = [
            *(f"Handlungsfeld {h}" for h in [programme.handlungsfeld] if h not in catalog.funding_fields),
            *(f"Indikator {t.indicator}" for t in [target] if t and t.indicator not in catalog.indicators),
            *(f"Gruppe {t.group}" for t in [target] if t and t.group not in catalog.groups),
            *(
                f"Nachfolge {s}"
                for s in [programme.successor]
                if s and s != _OPEN and s not in catalog.programmes
            ),
            *(f"Programm {p}" for p in [programme.part_of] if p and p not in catalog.programmes),
        ]
        path = root / "programmes" / f"{programme.id}.toml"
        _raise(unknown, path)
        _check_part(programme, catalog, path)


def _check_part(programme: Programme, catalog: Catalog, path: Path) -> None:
    whole = catalog.programmes.get(programme.part_of)
    if whole is None:
        return
    if whole.total or whole.part_of or whole.region != programme.region:
        raise InputError(
            f"„{programme.id}“ kann nicht Teil von „{whole.id}“ sein (part_of).",
            "Das Ganze muss für dieselbe Region gelten und darf weder selbst ein Teil (part_of) noch eine "
            "Summe (total) sein; Teile einer Summe nennen sie nicht.",
            path,
        )


def _raise(unknown: Sequence[str], path: Path) -> None:
    if unknown:
        raise InputError(
            f"Nicht im Katalog: {', '.join(unknown)}.", "Bitte anlegen oder den Namen berichtigen.", path
        )
