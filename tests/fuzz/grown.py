"""Large files: from a handful of nodes, points and weights to more than a file may hold."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import pairwise
from random import Random

from app.model.graph.graph import MOST_NODES
from engine.core.ops import OPS
from engine.learning.datasets import MOST_POINTS, OWN
from engine.learning.losses import LOSSES
from engine.learning.network import activations
from engine.learning.optimisers import OPTIMISERS
from engine.learning.settings import MOST_LAYERS, MOST_NEURONS, RunSettings

_SIZES = (3, 10, 30, 100) * 40 + (300, 1_000) * 4 + (5_000, MOST_NODES, MOST_NODES + 1)
_LABELS = ("", "", "a", "λ 1", "n" * 200, "重" * 200)


def grown(dice: Random) -> bytes:
    """A file of a random graph, with a training set-up as often as not."""
    whole: dict[str, object] = {"format": "chalkgrad", "version": 2, "graph": _graph(dice)}
    if dice.random() < 0.5:
        whole["training"] = _training(dice)
    return json.dumps(whole, ensure_ascii=dice.random() < 0.5).encode()


def _graph(dice: Random) -> dict[str, object]:
    """A chain, a ladder or a tangle, and now and then with a loop, or with two names alike."""
    size = dice.choice(_SIZES)
    reach = dice.choice((1, 2, 10, size))
    # Bounded ops keep every number finite however long the chain is; any op does not.
    names = dice.choice((["tanh", "sin", "max", "min", "neg"], list(OPS)))
    label = dice.choice(_LABELS)
    nodes = [_node(id_, names, reach, label, dice) for id_ in range(1, size + 1)]
    ops = [node["inputs"] for node in nodes if "inputs" in node]
    if ops and dice.random() < 0.2:
        dice.choice(ops)[0] = dice.choice((size, size + 1, None))
    return {"nodes": nodes, "output": dice.choice((None, size, dice.randint(1, size)))}


def _node(id_: int, names: list[str], reach: int, label: str, dice: Random) -> dict[str, object]:
    place = [id_ * dice.uniform(-9.0, 9.0), dice.randint(-99, 99)]
    node: dict[str, object] = {"id": id_, "label": label, "pos": place}
    if id_ <= 2 or dice.random() < 0.1:
        return node | {"op": None, "data": dice.choice((0.5, -2.0, 0.0, 1e9))}
    op = OPS[dice.choice(names)]
    inputs = [dice.randint(max(1, id_ - reach), id_ - 1) for _ in range(op.arity)]
    return node | {"op": op.name, "inputs": inputs}


def _training(dice: Random) -> dict[str, object]:
    """Own points of all sizes, and start weights that fit, or nearly."""
    hidden = [dice.randint(1, MOST_NEURONS) for _ in range(dice.randint(0, MOST_LAYERS))]
    width = dice.choice((2, 3))
    kind = "regression" if width == 2 else "classification"
    settings = RunSettings(
        dataset=OWN,
        hidden=tuple(hidden),
        activation=dice.choice(list(activations())),
        loss=dice.choice([name for name, loss in LOSSES.items() if kind in loss.kinds]),
        optimiser=dice.choice(list(OPTIMISERS)),
        learning_rate=dice.choice((0.01, 1.0, 1000.0)),
        batch=dice.choice((None, 1, 10)),
    )
    size = 10.0 ** dice.uniform(-300, 6)
    points = [
        [*(dice.uniform(-size, size) for _ in range(width - 1)), dice.choice((-1.0, 1.0))]
        for _ in range(dice.choice((2, 3, 20, 20, MOST_POINTS, MOST_POINTS + 1)))
    ]
    training: dict[str, object] = {"settings": asdict(settings), "points": points}
    if dice.random() < 0.5:
        sizes = [width - 1, *hidden, 1]
        count = sum((a + 1) * b for a, b in pairwise(sizes))
        count += dice.choice((0, 0, 0, 1))
        training["weights"] = [dice.gauss(0.0, 10.0 ** dice.uniform(-9, 12))] * count
    return training
