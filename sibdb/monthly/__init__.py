"""What the landscape came to in each month, kept for ever, so that it can be cited."""
