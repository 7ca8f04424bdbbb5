"""Tests of the sample forge."""
