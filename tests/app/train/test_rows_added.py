"""A row added to a table is a feature added: an op, a loss and an optimiser, everywhere at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from app.graph.panels.palette import Palette
from app.model.exports.engine_script import engine_run
from app.model.exports.graph_scripts import engine_script, graphviz, numbers_as_json, torch_script
from app.model.exports.micrograd_graph import micrograd_script
from app.model.exports.micrograd_run import micrograd_run
from app.model.exports.plain_graph import plain_script
from app.model.exports.plain_run import plain_run
from app.model.exports.run_tables import history_csv
from app.model.exports.torch_script import torch_run
from app.model.files import chalk_file, model_file
from app.model.files.chalk_file import Document
from app.model.files.setup_json import read_settings, settings_text
from app.model.graph.evaluation import evaluate
from app.model.graph.expression_text import from_text, to_text
from app.model.graph.graph import Graph
from app.model.graph.pieces import placed
from app.model.training.setup import Setup
from app.model.training.shown_run import PARTS
from app.train.analysis.fast_forward import FastForward
from app.train.form.fields import ChoiceField
from engine import DomainError, Tape, Value, gradient_check, parse
from engine.core.op import Activation, Op, Partial
from engine.core.ops import OPS
from engine.core.value import method_of
from engine.learning.losses import LOSSES, Loss
from engine.learning.optimisers import OPTIMISERS, Optimiser, OptimiserCode
from engine.learning.run import Run
from engine.learning.settings import RunSettings
from tests.app.model.exports.test_run_scripts import printed_losses, ran_here
from tests.app.train.conftest import Hand

CUBE = Op(
    name="cube", symbol="x³", title="cube", noun="third power", family="functions",
    code="x * x * x", partials=(Partial("3.0 * x * x", "3 · {x}²", "three times the square"),),
    words="three times the square", text="cube(x)", python="x.cube()", torch="x * x * x",
    formula="{x}³", method="cube", activation=Activation("x * x * x"),
)  # fmt: skip

ABSOLUTE_ERROR = Loss(
    name="absolute error", title="Absolute error", kinds=("classification", "regression"),
    learning_rate=0.03, function=lambda score, target: abs(score - target),
    words="Absolute error.", engine="return abs(score - target)",
    torch="return (score - target).abs()",
)  # fmt: skip


class Sign(Optimiser):
    """Steps of the learning rate against the sign of the gradient."""

    title = "Sign"
    rule = "w ← w − {rate} · sign(grad)"
    code = OptimiserCode(
        update="for p in parameters:\n    p.data -= {rate} * ((p.grad > 0) - (p.grad < 0))",
        torch="for p in parameters:\n"
        "    p.register_hook(torch.sign)\n"
        "optimiser = torch.optim.SGD(parameters, lr=LEARNING_RATE)",
    )

    def update(
        self, parameters: Sequence[float], grads: Sequence[float], learning_rate: float
    ) -> list[float]:
        signs = [(g > 0.0) - (g < 0.0) for g in grads]
        return [p - learning_rate * s for p, s in zip(parameters, signs, strict=True)]


ALL = RunSettings(
    dataset="sine", loss="absolute error", optimiser="sign", hidden=(3, 2), learning_rate=0.01,
    activation=("cube", "tanh"), points=16, steps=6, batch=4,
)  # fmt: skip


@pytest.fixture(autouse=True)
def rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OPS, "cube", CUBE)
    monkeypatch.setattr(Value, "cube", method_of(CUBE), raising=False)
    monkeypatch.setitem(LOSSES, "absolute error", ABSOLUTE_ERROR)
    monkeypatch.setitem(OPTIMISERS, "sign", Sign)
    monkeypatch.setattr(sys, "argv", ["run.py"])


GRAPH_SCRIPTS = {
    "plain": plain_script,
    "engine": engine_script,
    "micrograd": micrograd_script,
    "torch": torch_script,
}
RUN_SCRIPTS = {
    "plain": plain_run,
    "engine": engine_run,
    "micrograd": micrograd_run,
    "torch": torch_run,
}


@pytest.fixture(params=GRAPH_SCRIPTS)
def target(request: pytest.FixtureRequest) -> Iterator[str]:
    """What a script is written for; it runs in this process."""
    if request.param != "torch":
        yield request.param
        return
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: it is optional")
    kept = torch.get_default_dtype()
    yield "torch"
    torch.set_default_dtype(kept)


# The op


def test_an_op_is_one_of_value_of_the_parser_and_of_the_tape() -> None:
    x, w = Value(1.5), Value(-2.0)
    by_value = (x * w).cube()
    by_text = parse("cube(x * w)", {"x": 1.5, "w": -2.0})["_"]
    assert by_value.data == by_text.data == -27.0
    by_value.backward()
    assert Tape(by_value, [x], [w]).run([-2.0], [[1.5]]) == (-27.0, [w.grad])
    assert w.grad == 3.0 * 9.0 * 1.5
    assert all(row.relative_error < 1e-9 for row in gradient_check(by_text))
    with pytest.raises(DomainError, match=r"cube\(1e\+200\) is too large"):
        Value(1e200).cube()


def test_an_op_is_in_the_palette_and_on_the_canvas(hand: Hand) -> None:
    palette = Palette()
    hand.qtbot.addWidget(palette)
    palette.search.setText("third")
    piece = palette.list.current()
    assert piece
    assert piece.name == "cube"
    graph, (leaf,) = placed(Graph(), "leaf", (0.0, 0.0), data=2.0)
    graph, (op,) = placed(graph, piece.name, (200.0, 0.0), wire_from=leaf)
    graph = graph.with_output(op)
    assert evaluate(graph).data[op] == 8.0
    assert evaluate(graph).grad[leaf] == 12.0


def test_an_op_is_in_the_file_and_in_the_text() -> None:
    graph = from_text("a = 2; L = cube(a) * 3", Graph())
    assert chalk_file.loads(chalk_file.dumps(Document(graph))).graph == graph
    assert to_text(graph) == "L = cube(a) * 3"


def test_an_op_is_in_every_export_of_a_graph(target: str) -> None:
    graph = from_text("a = 2; b = cube(a); L = b * 3", Graph())
    lines = dict(line.split(" ", 1) for line in ran_here(GRAPH_SCRIPTS[target](graph)))
    assert {name: lines[name] for name in "abL"} == {
        "a": "2.0 36.0", "b": "8.0 3.0", "L": "24.0 1.0",
    }  # fmt: skip
    nodes = {node["name"]: node for node in json.loads(numbers_as_json(graph))["nodes"]}
    assert nodes["b"]["op"] == "cube"
    assert '"{x³ b|data 8.0|grad 3.0}"' in graphviz(graph)


def test_an_op_may_be_an_activation_of_the_pictures_and_of_a_model() -> None:
    run = Run(ALL)
    points = [(-1.0,), (0.3,), (1.2,)]
    scores = FastForward(run).scores(np.array(points, dtype=np.float32))
    assert scores == pytest.approx(run.predict(points), rel=1e-4)
    model = model_file.model_of(run)
    assert model_file.loads(model_file.dumps(model).encode()) == model


# The run


def test_the_script_of_a_run_has_all_three(target: str) -> None:
    run = Run(ALL)
    while not run.ended:
        run.update()
    losses = printed_losses(ran_here(RUN_SCRIPTS[target](run)))
    wanted = run.history.losses
    assert len(wanted) == ALL.steps
    exact = target in ("plain", "engine")
    assert losses == (wanted if exact else pytest.approx(wanted, rel=1e-9))
    assert "mean absolute error" in history_csv(run)


def test_a_file_has_all_three() -> None:
    assert read_settings(settings_text(ALL)) == ALL
    document = Document(Graph(), Setup(ALL))
    assert chalk_file.loads(chalk_file.dumps(document)) == document


def test_the_form_offers_all_three(hand: Hand) -> None:
    hand.choose("dataset", "sine")
    hand.choose("loss", "absolute error")
    hand.choose("optimiser", "sign")
    hand.choose("activation", "cube")
    assert hand.run.settings == replace(
        RunSettings(), dataset="sine", loss="absolute error", optimiser="sign", activation="cube",
        learning_rate=0.1,
    )  # fmt: skip
    loss = hand.page.form.fields["loss"]
    assert isinstance(loss, ChoiceField)
    assert loss.box.currentText() == "Absolute error"


def test_the_account_of_an_update_has_words_for_all_three(hand: Hand) -> None:
    hand.page.session.setups.edit("", Setup(ALL))
    update_card = hand.page.dashboard.update_card
    sentences = []
    for _ in PARTS:
        hand.page.next_part()
        sentences.append(hand.page.dashboard.sentence.text())
    assert "Loss (Absolute error)" in sentences[1]
    assert sentences[-1].startswith("Update: Sign moves every parameter.")
    assert update_card.lines[1].text().startswith("mean absolute error + L2 = ")
    assert update_card.lines[-1].text() == "w ← w − 0.01 · sign(grad)"
    menu = hand.page.dashboard.network.activations.activations[0].menu()
    assert menu
    assert "cube" in [action.text() for action in menu.actions()]
