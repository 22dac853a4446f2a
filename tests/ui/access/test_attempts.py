"""How often a password may be guessed."""

from dataclasses import dataclass

import pytest

from ui.access.attempts import BY_ADDRESS, BY_NAME, MOST, WINDOW, Attempts


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def attempts(clock: Clock) -> Attempts:
    return Attempts(clock)


def test_a_name_is_guessed_at_a_few_times_and_again_after_a_while(attempts, clock):
    assert [attempts.begin("ann", "10.0.0.1") for _ in range(BY_NAME)] == [0] * BY_NAME
    clock.now += 60
    assert attempts.begin("ann", "10.0.0.1") == WINDOW - 60
    assert attempts.begin("ann", "10.0.0.2") == 0
    assert attempts.begin("bob", "10.0.0.1") == 0
    clock.now += WINDOW - 60
    assert attempts.begin("ann", "10.0.0.1") == 0


def test_an_address_may_not_go_through_all_names(attempts):
    assert not any(attempts.begin(f"user{each}", "10.0.0.1") for each in range(BY_ADDRESS))
    assert attempts.begin("ann", "10.0.0.1") > 0


def test_a_login_that_succeeds_is_no_failure_and_wipes_none_of_the_address(attempts):
    for each in range(BY_ADDRESS):
        attempts.begin("ann", "10.0.0.1")
        attempts.succeeded("ann", "10.0.0.1")
        assert attempts.begin(f"user{each}", "10.0.0.1") == 0
    assert attempts.begin("ann", "10.0.0.1") > 0


def test_the_addresses_of_one_ipv6_network_are_one(attempts):
    for each in range(BY_NAME):
        attempts.begin("ann", f"2001:db8::{each:x}")
    assert attempts.begin("ann", "2001:db8::ffff") > 0
    assert attempts.begin("ann", "2001:db8:0:1::1") == 0


def stop(attempts: Attempts, name: str, address: str) -> None:
    for _ in range(BY_NAME):
        attempts.begin(name, address)
    assert attempts.begin(name, address) > 0


def test_who_is_refused_pushes_out_no_counter(attempts):
    stop(attempts, "ann", "10.0.0.1")
    for each in range(BY_ADDRESS):
        attempts.begin(f"user{each}", "10.0.0.2")
    for each in range(2 * MOST):
        assert attempts.begin(f"name{each}", "10.0.0.2") > 0
    assert attempts.begin("ann", "10.0.0.1") > 0


def test_nor_does_a_flood_from_everywhere_reset_one_that_stops_somebody(attempts):
    stop(attempts, "ann", "10.0.0.1")
    for each in range(2 * MOST):
        attempts.begin("ann", f"10.{1 + each // 65536}.{each // 256 % 256}.{each % 256}")
    assert attempts.begin("ann", "10.0.0.1") > 0
    assert attempts.begin("bob", "192.168.0.1") == 0


def test_the_memory_is_bounded_and_nobody_new_is_locked_out(attempts, clock):
    for each in range(MOST + 100):
        stop(attempts, "ann", f"10.{each // 65536}.{each // 256 % 256}.{each % 256}")
    assert attempts.begin("ann", "10.0.0.0") > 0
    assert attempts.begin("bob", "192.168.0.1") == 0
    kept = len(attempts._failed) + len(attempts._stopped)
    assert kept <= 2 * MOST
    clock.now += WINDOW
    stop(attempts, "carl", "192.168.0.2")
    assert len(attempts._stopped) == 1
