"""Tests of feeds.toml's reading."""
