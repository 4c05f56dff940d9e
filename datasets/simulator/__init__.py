"""The simulator behind the three case data packages: standard library only, the same bytes everywhere."""
