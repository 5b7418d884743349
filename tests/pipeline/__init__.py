"""Tests of the order of the rooms."""
