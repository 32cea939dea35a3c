"""What columns and classes are usually called in tables, in lower case and several languages;
and how a line of units or of types looks, as programs write it below the names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.model.files.point_table.cells import MISSING, folded

CLASS_WORDS = frozenset({
    "class", "classes", "label", "labels", "target", "kind", "type", "species", "category",
    "klasse", "art", "typ", "sorte", "classe", "espèce", "étiquette", "catégorie", "clase",
    "etiqueta", "especie", "tipo", "categoría",
})  # fmt: skip
OUTCOME_WORDS = frozenset({
    "outcome", "diagnosis", "result", "survived", "passed", "group", "gruppe", "groupe", "grupo",
    "ergebnis",
})  # fmt: skip
COUNTER_WORDS = frozenset({
    "id", "idx", "index", "nr", "no", "n°", "nº", "№", "#", "row", "rowid", "rownames", "rowname",
    "lfd", "unnamed", "obs", "observation", "case", "record", "sample", "uuid", "guid", "nummer",
    "numéro", "número",
})  # fmt: skip
SPLIT_WORDS = frozenset({"split", "fold", "folds", "kfold", "partition"})
SPLITS = frozenset({
    "train", "training", "test", "testing", "val", "valid", "validation", "dev", "eval",
    "holdout",
})  # fmt: skip
"""Values of a column that parts the rows."""
SPLIT_FLAGS = frozenset({"is", "in", "for"})
"""Beside one of those words in the name of a column: it says so of each row."""
DATE_WORDS = frozenset({"date", "datum", "fecha", "datetime", "timestamp", "epoch"})
AXES = (("x", "y"), ("x1", "x2"), ("x₁", "x₂"))
HIGH = frozenset({
    "1", "+1", "+", "yes", "y", "true", "t", "ja", "oui", "sí", "si", "sì", "sim", "wahr", "vrai",
    "verdadero", "vero", "verdadeiro", "waar", "positive", "pos", "positiv", "positif", "positivo",
})  # fmt: skip
"""What is the class +1 of two, whatever comes last in order."""
USUAL_NAMES = frozenset(
    {*CLASS_WORDS, *OUTCOME_WORDS, *COUNTER_WORDS, *(name for pair in AXES for name in pair)}
)
_UNIT = re.compile(
    r"(?:[yzafpnµμumcdhkMGT]|da)?(?:m|g|s|A|K|mol|cd|Hz|N|Pa|J|W|C|V|F|Ω|S|Wb|T|H|lm|lx|l|L|bar|eV)"
    r"|rad|°|°C|°F|deg|min|h|d|yr|%|‰|ft|in|lb|mph|USD|EUR|[$€£]|px|ppm|dB"
)
_FACTORS = re.compile(r"[\s*·/^²³⁻¹\d-]+")
_TYPES = frozenset({
    "numeric", "number", "real", "float", "double", "int", "integer", "string", "str", "char",
    "text", "nominal", "continuous", "discrete", "meta", "c", "d", "s", "date", "time",
    "categorical", "factor", "bool", "boolean", "logical", "0/1",
})  # fmt: skip
"""As Orange and others write them, in lower case."""
_BRACKETS = re.compile(r"[(\[<].*[)\]>]")


def are_units(cells: Sequence[str]) -> bool:
    """Whether at least half of the cells that hold something are units or types, or stand twice."""
    filled = [cell for cell in cells if folded(cell) not in MISSING]
    twice = len(filled) - len(set(filled))
    return 2 * max(sum(map(_is_unit, filled)), 2 * twice) >= len(filled)


def _is_unit(cell: str) -> bool:
    if _BRACKETS.fullmatch(cell) or folded(cell) in _TYPES:
        return True
    factors = [factor for factor in _FACTORS.split(cell) if factor]
    return bool(factors) and all(map(_UNIT.fullmatch, factors))
