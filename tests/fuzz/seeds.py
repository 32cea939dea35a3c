"""What hostile input begins as: good files and good expressions."""

from __future__ import annotations

from functools import cache

import resources
from app.model.files import model_file
from app.model.files.chalk_file import Document, dumps
from app.model.graph.graph import Graph
from app.model.training.setup import Setup
from engine.learning.datasets import OWN
from engine.learning.settings import RunSettings

_CLASSES = ((0.25, -1.0, 1.0), (0.1, 2.0, -1.0), (1e-9, 3.0, 1.0), (-2.5, 0.0, -1.0))
_CURVE = ((0.0, 1.0), (1.0, 2.0), (-1.5, 0.125))

_SETUPS = (
    Setup(),
    Setup(RunSettings(dataset=OWN, hidden=(2,)), _CLASSES),
    Setup(RunSettings(dataset=OWN, loss="squared error", hidden=(1,), batch=2), _CURVE),
    Setup(RunSettings(points=4, hidden=()), weights=(0.5, -0.25, 1e-300)),
    Setup(
        RunSettings(
            dataset="sine",
            loss="squared error",
            hidden=(3, 2),
            activation=("tanh", "relu"),
            target=0.1,
            batch=5,
            optimiser="adam",
            points=10,
            l1=0.01,
        )
    ),
    Setup(
        RunSettings(
            dataset="xor", loss="cross-entropy", optimiser="momentum", hidden=(4,), points=8
        )
    ),
)


@cache
def files() -> tuple[bytes, ...]:
    """All examples and presets, and a file for every part that a set-up can have."""
    shipped = [
        path.read_bytes()
        for folder in ("examples", "presets")
        for path in sorted(resources.path(folder).glob("*.chalk"))
    ]
    graph = (
        Graph().with_leaf((0, 0), 2.0, "a").with_op("tanh", (250.5, -8), "λ 1").connected(1, 2, 0)
    )
    empty_slot = graph.with_op("max", (500, 0), "").connected(2, 3, 1)
    made = [dumps(Document(graph.with_output(2), setup)) for setup in _SETUPS]
    return (*shipped, dumps(Document(empty_slot)), *made)


@cache
def models() -> tuple[bytes, ...]:
    """A network of every kind that a run can have."""
    return tuple(model_file.dumps(model_file.model_of(setup.run())).encode() for setup in _SETUPS)


TABLES = (
    b"x1,x2,class\n0.5,-1,1\n-2,0.25,-1\n1,1,1\n0,0,-1\n",
    "größe;breite;Art\r\n0,5;1,5;ä\r\n1;2;ö\r\n0;0;ä\r\n1;1;ö\r\n".encode("cp1252"),
    "a\tb\tc\n5.1\t1.4\tone\n4.9\t1.4\ttwo\n7\t4.7\tthree\n6.4\t\tone\n7\t4\ttwo\n".encode(
        "utf-16"
    ),
    b"# by hand\n-1 0.5\n0 0\n1 0.5\n2 1e300\n",
    b'\xef\xbb\xbf"x, the first",y\n1,"2"\n3,4\n5,\n1e999,6\n',
    b'sep=;\nTitle;;\n;x;y;kind\n1;0,5;"1.234,5";Yes\n2;1;2;no\n3;0;1;yes\n4;2;NA;?\n',
    b"@relation p\n@attribute a real\n@data\n0, 1, -\n1, 0, +\n2, 2, -\n3, 1, +\n",
    b"-1 1:0.5 3:2\n+1 2:-1\n-1 1:1 2:1 3:1\n+1 1:2\n",
    b"| 0 | 1 | 2 |\n|---|---|---|\n| 0.5 | 1.5 | a |\n| 1.5 | 0.5 | b |\n| 0.1 | 0.2 | c |\n",
)

EXPRESSIONS = (
    "e = a*b; d = e + c; L = d*f",
    "L = (a*b + c) * f",
    "a = 2; b = -3\nL = a * b",
    "b = a + a; c = b + b",
    "y = tanh(x1*w1 + x2*w2 + b)",
    "max(a + b, -c) * tanh(a * b)",
    "-2 ** 2",
    "2 ** - 3 ** 2",
    "-a ** -b ** 2",
    "a - (b - c) / d ** 0.5",
    "(y - t) ** 2 # squared error",
    "p = sigmoid(z); -log(p)",
    "1e-07 * a + 3e+22 / .5",
    "sqrt(abs(x)) + exp(-x) - log(x ** 2) + min(sin(x), cos(x))",
    "θ = 1; größe = θ × 2 − 1 ÷ 4",
    "relu(1 - y * s) + relu(1 + y * s)",
    "a",
    "3.5",
    "",
)
