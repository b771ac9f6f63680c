"""The real-time constants of delivery; tests make them shorter, never the operator."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """Seconds, unless said otherwise."""

    lease: float = 8.0  # of a claimed row; longer than any request
    request: float = 5.0  # how long one request may take
    hold: float = 5.0  # a process that stops renewing its pump for so long is dead
    renew: float = 1.0
    report: float = 0.05  # results are written back so often, by many unlimited pumps less often
    claim: float = 0.25  # without a wake-up, due rows are looked for so often
    linger: float = 1.0  # an idle pump waits so long before it ends
    sweep: float = 2.0
    turn: float = 1.0  # a pump runs so long at least before it makes room for another tenant
    fetch: float = 0.25  # without a notification, waiting jobs are looked for so often
    heartbeat: float = 1.0
    dead: float = 5.0  # a worker without a heartbeat for so long is dead
    trouble: float = 0.5  # between tries while the database is away
    longest_probe: float = 8.0  # between probes while the breaker is open
    flights: int = 256  # requests under way at once: five seconds of a broadcast
    crowd: int = 64  # the same where nothing limits the rate
    crowds: int = 192  # the same of all pumps of a process, fewer than its connections to Teams
    batch: int = 256  # rows claimed at once where nothing limits the rate
    batches: int = 2048  # the same of all pumps of a process: what it sends before leases end
    pumps: int = 16  # that one worker runs at once on a shared database

    def report_of(self, pumps: int) -> float:
        """How often each of so many pumps writes back: each transaction costs all of them."""
        return min(self.claim, self.report * max(1.0, pumps / 4))

    def crowd_of(self, pumps: int) -> int:
        """The crowd of one of so many pumps: more would wait for a connection and time out."""
        return max(1, min(self.crowd, self.crowds // pumps))

    def batch_of(self, pumps: int) -> int:
        """The batch of one of so many pumps."""
        return max(1, min(self.batch, self.batches // pumps))
