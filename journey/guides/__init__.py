"""What readers do with a guide besides reading it: take it away, and say whether it was useful."""
