"""What a sentence tells of its cable, told from what it says of the matter."""

import pytest

from assistant.verification.frame import framed


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("In its cable of 4 May 2009, Embassy Oslo commented that cod was dear.", "cod was dear."),
        ("The embassy in Oslo reported on 4 May 2009 that cod was dear.", "cod was dear."),
        ("The Oslo embassy's own comment was that cod was dear.", "cod was dear."),
        ("An earlier cable of 4 May 2009 says that cod was dear.", "cod was dear."),
        ("No: according to the embassy in Oslo's cable of 4 May 2009, cod was dear.", "cod was dear."),
        ("Cod was dear, the Oslo embassy reported on 4 May 2009.", "Cod was dear ."),
        ("Lind, in a talk reported on 4 May 2009, called cod dear.", "Lind, in a talk, called cod dear."),
        ("A contact whose name is struck out called cod dear.", "A contact called cod dear."),
        ("On 4 May 2009 the embassy in Oslo commented that cod was dear.", "cod was dear."),
        ("In its own comment the Vik Regional Presence Office in Oslo wrote that cod was dear.", "cod was dear."),
        ("A man whose name is not removed called cod dear.", "A man whose name is not removed called cod dear."),
        ("Cod was dear in the cable trade.", "Cod was dear in the cable trade."),
    ],
)
def test_the_frame_is_left_out(sentence, words):
    assert " ".join(framed(sentence).words.split()) == words


def test_the_post_that_is_said_to_have_sent_it_is_told():
    assert framed("The embassy in Oslo reported on 4 May 2009 that Riga was rich.").posts == ("Oslo",)
    assert framed("Lind told the embassy in Oslo that Riga was rich.").posts == ()


def test_an_embassy_is_in_no_place_of_its_own_country():
    assert framed("The embassy in U.S. reported that Riga was rich.").posts == ("U.S.",)
    assert framed("The U.S. Embassy reported that Riga was rich.").posts == ()
