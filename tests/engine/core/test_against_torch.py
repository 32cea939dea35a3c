"""Values and gradients against PyTorch in float64: random expressions, kinks and ties."""

import pytest
from hypothesis import given

from engine import Value
from engine.core.op import INPUT_NAMES, Op
from engine.core.ops import OPS
from engine.core.value import apply
from tests.engine.strategies import Plan, agrees, followed, graphs, smooth
from tests.examples import examples

torch = pytest.importorskip("torch", reason="PyTorch is not installed: it is an optional extra")


def torch_function(op: Op):
    # The code that the export to PyTorch writes.
    return eval(f"lambda {', '.join(INPUT_NAMES[: op.arity])}: {op.torch}", {"torch": torch})


TORCH = {name: torch_function(op) for name, op in OPS.items()}


def torch_leaves(numbers: tuple[float, ...]):
    return [torch.tensor(number, dtype=torch.float64, requires_grad=True) for number in numbers]


@given(graphs(smooth))
@examples(300)
def test_values_and_gradients_agree(plan: Plan):
    data, grads, sizes = followed(plan)
    leaves = torch_leaves(plan.leaves)
    root = plan.follow(leaves, TORCH)
    root.backward()
    assert agrees(data, root.item(), abs(data))
    for ours, leaf, size in zip(grads, leaves, sizes, strict=True):
        assert agrees(ours, 0.0 if leaf.grad is None else leaf.grad.item(), size)


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("relu", (0.0,)),
        ("relu", (-0.0,)),
        ("abs", (0.0,)),
        ("abs", (-0.0,)),
        ("max", (1.5, 1.5)),
        ("min", (1.5, 1.5)),
        ("max", (0.0, -0.0)),
        ("min", (0.0, -0.0)),
        ("**", (0.0, 0.0)),
        ("**", (0.0, 1.0)),
        ("**", (0.0, 2.0)),
        ("**", (-1.5, 0.0)),
    ],
)
def test_kinks_and_ties_agree(name, inputs):
    ours = [Value(number) for number in inputs]
    apply(OPS[name], *ours).backward()
    theirs = torch_leaves(inputs)
    TORCH[name](*theirs).backward()
    for leaf, tensor in zip(ours, theirs, strict=True):
        if torch.isfinite(tensor.grad):
            assert leaf.grad == tensor.grad.item()


@pytest.mark.parametrize("exponent", [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0])
def test_whole_powers_of_a_negative_base_agree(exponent):
    base = Value(-1.5)
    (base**exponent).backward()
    (tensor,) = torch_leaves((-1.5,))
    (tensor**exponent).backward()
    assert base.grad == pytest.approx(tensor.grad.item(), rel=1e-12)


def test_gradients_accumulate_as_in_torch():
    ours = Value(3.0)
    (theirs,) = torch_leaves((3.0,))
    for _ in range(3):
        (ours * ours).backward()
        (theirs * theirs).backward()
    assert ours.grad == theirs.grad.item()
