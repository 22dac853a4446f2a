"""English as cables write it: sentences, noun phrases, reporting verbs, word lists."""
