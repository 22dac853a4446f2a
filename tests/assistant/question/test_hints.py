import pytest

from assistant.question.hints import Hint, fit, hints


@pytest.mark.parametrize(
    ("question", "text", "since", "until"),
    [
        ("who led the fishermen's union in 2009?", "2009", "2009", "2009"),
        ("what did the 2009 drought do to the dams?", "2009", "2009", "2009"),
        ("what did grain cost at the end of 2004?", "end of 2004", "2004-11", "2004-12"),
        ("what did grain cost in early 2004?", "early 2004", "2004-01", "2004-04"),
        ("how low did mid-2004 stocks fall?", "mid-2004", "2004-05", "2004-08"),
        ("who ran the port in the second half of 2007?", "second half of 2007", "2007-07", "2007-12"),
        ("who ran the port in spring 2008?", "spring 2008", "2008-03", "2008-05"),
        ("who ran the port in the fall of 2008?", "fall of 2008", "2008-09", "2008-11"),
        ("how cold was the winter of 2008-09?", "winter of 2008-09", "2008-12", "2009-02"),
        ("what did the port cost in 2008-2009?", "2008-2009", "2008", "2009"),
        ("how cold was the winter of 2008?", "winter of 2008", "2007-12", "2009-02"),
        ("what was agreed in October 2008?", "October 2008", "2008-10", "2008-10"),
        ("what was agreed in Sept. '08?", "Sept. '08", "2008-09", "2008-09"),
        ("what was agreed by mid July 2009?", "mid July 2009", "2009-07-11", "2009-07-20"),
        ("who was held on 22 February 2010?", "22 February 2010", "2010-02-22", "2010-02-22"),
        ("who was held on March 3rd, 2007?", "March 3rd, 2007", "2007-03-03", "2007-03-03"),
        ("who was held on 2009-02-17?", "2009-02-17", "2009-02-17", "2009-02-17"),
        ("who was held on 31 June 2009?", "31 June 2009", "2009-06", "2009-06"),
        ("how did trade do between 2006 and 2008?", "2006 and 2008", "2006", "2008"),
        ("how did trade do in 2006-08?", "2006-08", "2006", "2008"),
        ("how did trade do from May to July 2008?", "May to July 2008", "2008-05", "2008-07"),
        ("who has run the mine since May 2007?", "since May 2007", "2007-05", None),
        ("who has run the mine since the 2007 strike?", "since the 2007", "2007", None),
        ("who ran the mine from 2007 onwards?", "from 2007", "2007", None),
        ("who ran the mine before 2007?", "before 2007", None, "2007"),
        ("who ran the mine before the 2007 strike?", "2007", "2007", "2007"),
        ("who ran the mine in the 1970s?", "1970s", "1970", "1979"),
    ],
)
def test_a_time_in_a_question_tells_when_its_cables_were_written(question, text, since, until):
    start = question.index(text)
    assert hints(question) == (Hint(text, start, start + len(text), since, until),)


@pytest.mark.parametrize(
    ("question", "text", "since", "until"),
    [
        ("what did Aalto say in May 2004 and Berg that November?", "November", "2004-11", "2004-11"),
        ("the harvest of 2009: what was said at the envoy's June lunch?", "June", "2009-06", "2009-06"),
        ("how many had died in 2009 by late September?", "late September", "2009-09-21", "2009-09-30"),
        (
            "they met in June 2008; what came of it the following spring?",
            "following spring",
            "2009-03",
            "2009-05",
        ),
        ("they met in June 2008; what was said the previous autumn?", "previous autumn", "2007-09", "2007-11"),
        ("why did he leave in 2004, and where was he three years later?", "three years later", "2007", "2007"),
        ("why did he leave in 2004, and what was he the year before?", "the year before", "2003", "2003"),
        ("who ruled a year after the 2008 war?", "a year after", "2009", "2009"),
        ("who ruled two months after the May 2008 war?", "two months after", "2008-07", "2008-07"),
    ],
)
def test_a_time_may_lean_on_another_one_in_the_question(question, text, since, until):
    assert (text, since, until) in [(hint.text, hint.since, hint.until) for hint in hints(question)]


@pytest.mark.parametrize(
    "question",
    [
        "what did they promise before the election in May?",
        "did the minister say three years later that he may resign?",
        "how did Berg see resolution 1973?",
        "who got the $2009 and the 2,008 sheep?",
        "what became of the 1999 men on the island?",
        "what is 09OSLO2009 about?",
        "what did Berg say last year?",
    ],
)
def test_a_month_without_a_year_and_a_number_that_is_none_tell_no_time(question):
    assert hints(question) == ()


def test_a_verb_is_no_month():
    assert [hint.text for hint in hints("may prices that may march on fall after 2008?")] == ["after 2008"]


@pytest.mark.parametrize(
    ("question", "text", "origin"),
    [
        ("what did the embassy in Paris make of the harvest?", "embassy in Paris", "PARIS"),
        ("did our mission in Geneva report on it?", "mission in Geneva", "GENEVA"),
        ("what did Embassy Baku hear?", "Embassy Baku", "BAKU"),
        ("what did Embassy Rio de Janeiro hear?", "Embassy Rio de Janeiro", "RIODEJANEIRO"),
        ("who ran the New Delhi embassy?", "New Delhi embassy", "NEWDELHI"),
        ("how many sheep are there, per the Tripoli cable?", "Tripoli cable", "TRIPOLI"),
        ("how did Moscow's reporting on sheep change?", "Moscow's reporting", "MOSCOW"),
        ("what do cables from Tel Aviv say on sheep?", "cables from Tel Aviv", "TELAVIV"),
        ("what did Tunis report on sheep?", "did Tunis report", "TUNIS"),
        ("what did Peru's man in La Paz fear?", "man in La Paz", "LAPAZ"),
        ("what did the Danish ambassador to Moscow fear?", "ambassador to Moscow", "MOSCOW"),
    ],
)
def test_where_a_diplomat_works_tells_which_post_wrote_of_him(question, text, origin):
    start = question.index(text)
    assert hints(question) == (Hint(text, start, start + len(text), origin=origin),)


@pytest.mark.parametrize(
    "question",
    [
        "whose flat in Paris was searched?",
        "what did Moscow offer Tripoli?",
        "what did the ambassador say in Ruritania?",
        "what did the embassy in Ruritania say?",
        "what did the Jakarta Post say?",
    ],
)
def test_a_city_alone_is_only_where_something_happened(question):
    assert hints(question) == ()


def test_time_and_origin_come_in_the_order_of_the_words():
    first, second = hints("what did the Embassy Oslo cable of May 2008 say?")
    assert (first.origin, second.since) == ("OSLO", "2008-05")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("what did grain cost in 2009?", "dated 2009"),
        ("who was held on 4 February 2010?", "dated 4 February 2010"),
        ("who has run the mine since 2009?", "dated since 2009"),
        ("who has run the mine after May 2008?", "dated since May 2008"),
        ("who ran the mine from 2008 on?", "dated since 2008"),
        ("who ran the mine until March 2009?", "dated until March 2009"),
        ("how did trade do between 2006 and 2008?", "dated 2006 to 2008"),
        ("how did trade do between 1998 and 2008?", "dated 1998 to 2008"),
        ("how did trade do from May to July 2008?", "dated May to July 2008"),
        ("how cold was the winter of 2008-09?", "dated December 2008 to February 2009"),
        ("how many had died by late September 2009?", "dated 21 to 30 September 2009"),
        ("what did grain cost in the first half of 2009?", "dated January to June 2009"),
        ("what did the embassy in Oslo make of it?", "cables from OSLO"),
    ],
)
def test_a_reader_is_told_what_was_made_of_the_words(question, words):
    assert [hint.words for hint in hints(question)] == [words]


IN_2009 = Hint("2009", 0, 4, "2009", "2009")


@pytest.mark.parametrize("date", ["2009", "2009-06", "2009-12-31", "2009-01-01T07:00Z"])
def test_a_cable_of_the_time_fits(date):
    assert fit(IN_2009, date, None) == 1


def test_the_fit_falls_off_slowly_after_the_time_and_fast_before():
    later = [fit(IN_2009, date, None) for date in ("2010-01-10", "2010-03", "2010-12", "2015")]
    earlier = [fit(IN_2009, date, None) for date in ("2008-12-22", "2008-11", "2008-01", "2004")]
    assert later == sorted(later, reverse=True)
    assert earlier == sorted(earlier, reverse=True)
    assert all(1 > late > early > 0 for late, early in zip(later, earlier, strict=True))


def test_an_open_end_fits_for_ever():
    assert fit(Hint("since 2009", 0, 10, since="2009"), "2031-05-01", None) == 1
    assert fit(Hint("before 2009", 0, 11, until="2009"), "1966-05-01", None) == 1


def test_an_origin_fits_under_any_name_of_the_post():
    hint = Hint("Embassy La Paz", 0, 14, origin="LAPAZ")
    assert [fit(hint, "2009", origin) for origin in ("LAPAZ", "AMEMBASSY LA PAZ", "OSLO", None)] == [1, 1, 0, 0]


def test_what_is_not_known_of_a_cable_does_not_fit():
    assert fit(IN_2009, None, "OSLO") == 0
