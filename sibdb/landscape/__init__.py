"""What all projects come to: figures and charts."""
