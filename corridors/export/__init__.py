"""What leaves the atlas: sheets, slides, tables, citations and the offline page. Every export returns bytes."""
