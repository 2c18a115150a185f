"""The gas of two components at a temperature, at any magnetisation."""
