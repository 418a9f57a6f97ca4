"""Projects as readers find and read them."""
