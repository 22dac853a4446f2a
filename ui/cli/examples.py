"""An example of each command that takes something, shown where it was called without."""

from typing import Any

import click

EXAMPLES = {
    "reftel ask": 'reftel ask "what did Huseynli say about Russia"',
    "reftel backup": "reftel backup archive.reftel",
    "reftel cite": "reftel cite 10BAKU79 --paragraph 5",
    "reftel collection add": 'reftel collection add "Nacala port" 07MAPUTO1180',
    "reftel collection create": 'reftel collection create "Nacala port" 06MAPUTO512 09MAPUTO744',
    "reftel collection delete": 'reftel collection delete "Nacala port"',
    "reftel collection export": 'reftel collection export "Nacala port" --format ris > nacala.ris',
    "reftel collection remove": 'reftel collection remove "Nacala port" 07MAPUTO1180',
    "reftel collection share": 'reftel collection share "Nacala port"',
    "reftel collection show": 'reftel collection show "Nacala port"',
    "reftel eval": "reftel eval questions.jsonl --failures",
    "reftel forget": "reftel forget 10BAKU79",
    "reftel notes add": 'reftel notes add 06MAPUTO512 3 "A harbor was a border." --note "Who said so?"',
    "reftel notes change": 'reftel notes change Vb1xq2Lr0aZk --note "Signed in March"',
    "reftel notes delete": "reftel notes delete Vb1xq2Lr0aZk",
    "reftel notes share": "reftel notes share Vb1xq2Lr0aZk",
    "reftel notes show": "reftel notes show Vb1xq2Lr0aZk",
    "reftel parse": "reftel parse cable.txt",
    "reftel person join": 'reftel person join "Bashar al-Asad" "President Assad"',
    "reftel person rename": 'reftel person rename "Asad" "Bashar al-Asad"',
    "reftel person split": 'reftel person split "Nurzoda" "Firuza Nurzoda"',
    "reftel restore": "reftel restore archive.reftel --library restored",
    "reftel search": 'reftel search "sanctions against Iran"',
    "reftel show": "reftel show 10BAKU79",
    "reftel statements": "reftel statements --csv > statements.csv",
    "reftel user add": "reftel user add ann --role curator",
    "reftel user change": "reftel user change ann --clearance S",
    "reftel user remove": "reftel user remove ann",
    "reftel user token": "reftel user token ann",
    "reftel watch remove": 'reftel watch remove "the lease of Nacala port"',
    "reftel watch show": 'reftel watch show "the lease of Nacala port"',
    "reftel verify": "reftel verify answer.json",
    "reftel workspace create": 'reftel workspace create "Nacala port"',
    "reftel workspace delete": 'reftel workspace delete "Nacala port"',
    "reftel workspace export": "reftel workspace export --output nacala.docx",
    "reftel workspace move": "reftel workspace move 3 up",
    "reftel workspace pin": "reftel workspace pin 06MAPUTO512 --paragraph 7",
    "reftel workspace remove": "reftel workspace remove 3",
    "reftel workspace rename": 'reftel workspace rename Workspace "Nacala port"',
    "reftel workspace write": 'reftel workspace write "Who would lease it?"',
}


class GroupWithExamples(click.Group):
    """Commands whose wrong use is answered with an example of the right one."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; raises UsageError, which ends in an example of the command if there is one."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            example = EXAMPLES.get(error.ctx.command_path) if error.ctx else None
            if example is None:
                raise
            raise click.UsageError(f"{error.format_message()}\n\nExample: {example}", error.ctx) from error
