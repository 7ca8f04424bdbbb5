"""Tests of herbruik, and the sample forge that they and the demonstration use."""
