"""The real-time constants of delivery; tests make them shorter, never the operator."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """Seconds, unless said otherwise."""

    lease: float = 8.0  # of a claimed row; longer than any request
    request: float = 5.0  # how long one request may take
    hold: float = 5.0  # a process that stops renewing its pump for so long is dead
    renew: float = 1.0
    report: float = 0.05  # results are written back so often
    claim: float = 0.25  # without a wake-up, due rows are looked for so often
    linger: float = 1.0  # an idle pump waits so long before it ends
    sweep: float = 2.0
    turn: float = 1.0  # a pump runs so long at least before it makes room for another tenant
    fetch: float = 0.25  # without a notification, waiting jobs are looked for so often
    heartbeat: float = 1.0
    dead: float = 5.0  # a worker without a heartbeat for so long is dead
    trouble: float = 0.5  # between tries while the database is away
    longest_probe: float = 8.0  # between probes while the breaker is open
    batch: int = 256  # rows claimed at once where nothing limits the rate
    flights: int = 256  # requests under way at once: five seconds of a broadcast
    crowd: int = 64  # the same where nothing limits the rate
    pumps: int = 16  # that one worker runs at once on a shared database
