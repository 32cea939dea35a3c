"""The ways of wires past the cards, from nothing but where the cards are."""
