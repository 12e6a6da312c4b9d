"""From card scores to labs, ranks and how sure they are."""
