"""Which account a batch goes through: weights, circuits and gradual failover (R6)."""
