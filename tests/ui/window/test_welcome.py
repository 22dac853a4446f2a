from invented import ferry, hostile
from scripted import ScriptedLibrary

from ui.window.welcome import examples, standing


def test_the_sample_library_has_questions_of_its_own():
    assert "what did Huseynli say about Russia" in examples(ScriptedLibrary(ferry()))


def test_an_empty_library_has_no_questions():
    assert examples(ScriptedLibrary(sample=False)) == ()
    assert "0 cables" in standing(ScriptedLibrary())


def test_the_standing_names_what_is_held():
    line = standing(ScriptedLibrary(ferry(), hostile()))
    assert "2 cables · 2010" in line
    assert "invented cables, not official records" in line
    assert "invented" not in standing(ScriptedLibrary(ferry(), sample=False))


def test_samples_beside_other_cables_are_counted_and_lend_them_no_questions():
    library = ScriptedLibrary(ferry(), hostile())
    library.samples = 1
    assert "1 of 2 cables are invented samples" in standing(library)
    assert "Sample library" not in standing(library)


def test_the_standing_is_honest_about_what_is_not_indexed_yet():
    assert "33% indexed by meaning" in standing(ScriptedLibrary(ferry(), embedded=1))
    assert "indexed" not in standing(ScriptedLibrary(ferry()))
