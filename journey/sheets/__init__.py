"""Worksheets that a reader fills in, and results of the decision aid that they kept."""
