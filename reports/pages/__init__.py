"""Page data: one frozen value a page; counting, sorting and linking happen here."""
