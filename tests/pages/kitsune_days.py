"""The last ninety days of the sample company's services."""

from __future__ import annotations

from datetime import date, timedelta

from noroshi.pages.state import UptimeDay

TODAY = date(2026, 3, 12)


def history(
    troubled: dict[int, tuple[str, int]], holes: tuple[int, ...] = ()
) -> tuple[UptimeDay, ...]:
    """Ninety days; keys count back from today."""
    return tuple(
        UptimeDay(
            day=TODAY - timedelta(days=back),
            status=None if back in holes else troubled.get(back, ("operational", 0))[0],
            outage_seconds=troubled.get(back, ("operational", 0))[1],
        )
        for back in range(89, -1, -1)
    )


HISTORIES = {
    "checkout": history(
        {
            0: ("partial_outage", 3400),
            32: ("major_outage", 2700),
            58: ("degraded_performance", 0),
        },
        holes=(75, 76, 77),
    ),
    "payments-api": history({32: ("partial_outage", 2100)}),
    "dashboard": history(
        {
            18: ("degraded_performance", 0),
            19: ("degraded_performance", 0),
            40: ("under_maintenance", 0),
        },
        holes=tuple(range(81, 90)),
    ),
    "webhooks": history({49: ("degraded_performance", 0)}),
}
