"""Two to four projects side by side."""
