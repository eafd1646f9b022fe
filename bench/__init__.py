"""What the app costs: `make bench` measures it against empty apps and prints ratios (docs/performance.md)."""
