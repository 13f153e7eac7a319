"""Which account a message goes through: weights, circuits and gradual failover (R6).

Three questions, each a pure function: what did the results say about the account's circuit
(``circuit``), how do the shares move each minute (``shares``), and which account takes this batch
(``choice``).
"""

from __future__ import annotations
