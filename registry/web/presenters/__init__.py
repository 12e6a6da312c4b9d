"""From stored rows to the view models of the templates: words, figures and addresses."""
