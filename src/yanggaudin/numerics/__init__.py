"""Numerical methods without physics of their own; internal, names may change without notice."""
