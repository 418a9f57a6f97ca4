"""Two entries of one organisation become one: everything that names the one names the other from then on."""
