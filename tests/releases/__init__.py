"""One small, filled database of every release."""
