"""Neuron, Layer and MLP where micrograd has them: `from engine.nn import MLP`."""

from engine.learning.network import MLP, Layer, Module, Neuron

__all__ = ["MLP", "Layer", "Module", "Neuron"]
