"""Texts in the shapes that chat services take by an incoming webhook."""

from __future__ import annotations
