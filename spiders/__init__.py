"""How to walk and read news sites: the base spider, one comment platform per file, one site per file."""
