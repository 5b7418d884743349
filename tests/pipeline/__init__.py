"""Tests of the pipeline: the rooms in their order, with real parts behind the seams."""
