"""Tests of the room that knows what was told before."""
