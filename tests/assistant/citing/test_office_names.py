"""The names of offices, which cables print in capitals."""

import pytest

from assistant.citing.office_names import office_name


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("AMEMBASSY LA PAZ", "Embassy La Paz"),
        ("AMEMBASSY PORT AU PRINCE", "Embassy Port au Prince"),
        ("AMEMBASSY N'DJAMENA", "Embassy N'Djamena"),
        ("AMCONSUL RIO DE JANEIRO", "Consulate Rio de Janeiro"),
        ("CONSULATE GENERAL LAHORE", "Consulate General Lahore"),
        ("USINT HAVANA", "U.S. Interests Section Havana"),
        ("USMISSION USUN NEW YORK", "U.S. Mission USUN New York"),
        ("USEU BRUSSELS", "USEU Brussels"),
        ("SECSTATE  WASHDC", "State Department"),
        ("CJCS WASHINGTON DC", "CJCS"),
        ("RIO DE JANEIRO", "Rio de Janeiro"),
        ("OF", "Of"),
    ],
)
def test_an_office_is_named_as_one_writes_it(printed, written):
    assert office_name(printed) == written
