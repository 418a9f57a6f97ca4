"""What is near and similar: to a visitor's area, or to a project."""
