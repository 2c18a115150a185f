"""The host gas at a temperature: Yang-Yang thermodynamics."""
