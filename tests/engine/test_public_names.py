"""What users of the engine import: it stays where micrograd has it."""

import engine
from engine import nn
from engine.learning import network


def test_networks_are_imported_as_in_micrograd():
    assert (nn.MLP, nn.Layer, nn.Neuron) == (network.MLP, network.Layer, network.Neuron)


def test_the_engine_has_its_names_at_the_top():
    assert {"Value", "Tape", "parse", "gradient_check"} <= {*engine.__all__}
    assert all(hasattr(engine, name) for name in engine.__all__)
