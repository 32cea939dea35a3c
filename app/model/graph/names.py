"""NodeNames: an identifier for every node that asks for one, each different."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import chain, count

from app.model.graph.graph import LONGEST_NAME, Graph
from engine.core.ops import functions

_OTHER_LETTERS = re.compile(r"[^0-9A-Za-z_]+")
_MOST_LETTERS = 30


class NodeNames:
    """Names by id, the same for equal graphs: the label where it will do, else one made from it."""

    def __init__(self, graph: Graph, reserved: Collection[str] = ()):
        self._labels = {id_: node.label for id_, node in graph.nodes.items()}
        self._taken = {*reserved, *functions()}
        self._names: dict[int, str] = {}
        # By stem: what was taken once stays so, and is not asked for again.
        self._made: dict[str, Iterator[str]] = {}
        for id_, label in self._labels.items():
            if label not in self._taken and _is_name(label):
                self._give(id_, label)

    def __getitem__(self, id_: int) -> str:
        """The name of a node, from now on if it had none."""
        if id_ not in self._names:
            stem = _stem(self._labels[id_])
            made = self._made.setdefault(stem, _made(stem))
            self._give(id_, next(name for name in made if name not in self._taken))
        return self._names[id_]

    def given(self) -> dict[str, int]:
        """Ids by the names given so far."""
        return {name: id_ for id_, name in self._names.items()}

    def _give(self, id_: int, name: str) -> None:
        self._names[id_] = name
        self._taken.add(name)


def _is_name(label: str) -> bool:
    """Whether a label is a name to Python, to an expression, and the same one to both."""
    return (
        label.isidentifier()
        and len(label) <= LONGEST_NAME
        and not keyword.iskeyword(label)
        # Python takes letters that look alike for one; a middle dot is a product in expressions.
        and unicodedata.normalize("NFKC", label) == label
        and "·" not in label
    )


def _stem(label: str) -> str:
    """What is left of a label in a name; nothing where no letter of it will do."""
    stem = _OTHER_LETTERS.sub("_", label).strip("_")[:_MOST_LETTERS]
    return f"_{stem}" if stem[:1].isdigit() else stem


def _made(stem: str) -> Iterator[str]:
    """Names after a stem, or the _1, _2, … that the engine's reports give."""
    first = [stem] if stem and not keyword.iskeyword(stem) else []
    return chain(first, (f"{stem}_{number}" for number in count(1)))
