"""The embedded PostgreSQL and Valkey that development, demo and tests run on."""

from portal.local.addresses import Addresses, addresses

__all__ = ["Addresses", "addresses"]
