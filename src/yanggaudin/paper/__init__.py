"""The paper itself, checked: its routes to the mass, its identities, its series and its figure."""
