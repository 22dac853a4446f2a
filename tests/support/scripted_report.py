"""What a scripted model says for a report on the samples: calls of tools, a plan, and a sentence for each section."""

from model_server import Reply

QUESTION = "what did Huseynli say about Russia?"
DOUBTED = "Huseynli questioned whether Russia is willing to move beyond words [10BAKU79 ¶5]."
RELUCTANT = "As a small country, he said, Azerbaijan was reluctant to confront either Iran or Russia in public [10BAKU79 ¶2]."
PLAN = "Doubts: [10BAKU79 ¶5]\nReluctance in public: [10BAKU79 ¶2]"
LOOKS = Reply(
    calls=(
        ("search", {"query": "Azerbaijan's reluctance", "since": "2010"}),
        ("open_cable", {"cable": "10BAKU79"}),
    )
)
SCRIPT = (LOOKS, "DONE", PLAN, DOUBTED, RELUCTANT)
