from bot.delivery.connector import POOL
from bot.delivery.tempo import Tempo

TEMPO = Tempo()


def test_one_pump_has_all_that_a_pump_may_have():
    assert TEMPO.crowd_of(1) == TEMPO.crowd
    assert TEMPO.batch_of(1) == TEMPO.batch
    assert TEMPO.report_of(1) == TEMPO.report


def test_however_many_pumps_run_none_waits_for_a_connection():
    assert all(TEMPO.crowd_of(pumps) * pumps <= POOL for pumps in range(1, POOL))


def test_a_pump_among_very_many_still_sends():
    assert TEMPO.crowd_of(10_000) == TEMPO.batch_of(10_000) == 1


def test_many_pumps_write_back_less_often_but_four_times_a_second():
    assert TEMPO.report_of(8) == 2 * TEMPO.report
    assert TEMPO.report_of(1000) == TEMPO.claim
