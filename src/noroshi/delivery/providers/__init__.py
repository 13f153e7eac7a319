"""One folder per provider. Providers know the contract, never each other."""

from __future__ import annotations
