"""Python in the published page: what it needs, where that comes from, and what is shown before it runs."""
