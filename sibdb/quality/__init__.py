"""How complete and how sound the data is."""
