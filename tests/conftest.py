"""Fixtures that every test may use; the servers come from tests/servers.py."""
