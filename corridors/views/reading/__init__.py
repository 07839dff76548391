"""The pages beside the map, one module each; a page is loaded when it is first opened."""
