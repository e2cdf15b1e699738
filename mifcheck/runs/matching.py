"""Which turn of which conversation a reply made elsewhere replies to."""

from __future__ import annotations

from collections.abc import Sequence

from mifcheck.conversation import Conversation
from mifcheck.datasets.base import Row, brief
from mifcheck.errors import DataError, did_you_mean
from mifcheck.runs.said import Said


class AskedTurns:
    """The turns that there may be replies to, by key and by prompt."""

    def __init__(self, conversations: Sequence[Conversation]) -> None:
        self._prompts = {
            each.key: [turn.prompt.strip() for turn in each.turns] for each in conversations
        }
        self._places: dict[str, list[tuple[str, int]]] = {}
        for key, prompts in self._prompts.items():
            for turn, prompt in enumerate(prompts, start=1):
                self._places.setdefault(prompt, []).append((key, turn))
        self._unknown = 0

    def is_of_others(self, row: Row) -> bool:
        """Tells whether the key of a row is that of none of the conversations."""
        key = row.get("key")
        return isinstance(key, str) and key not in self._prompts

    def has(self, said: Said) -> bool:
        """Tells whether a reply belongs to any of the conversations."""
        return said.key in self._prompts or bool(self._found(said))

    def place_of(self, said: Said) -> tuple[str, int]:
        """Returns the key and the turn that a reply belongs to.

        Raises:
            DataError: it belongs to none of the conversations, or may belong to several; the
                conversation has no such turn; or the prompt is not that of the turn, but of
                another one.
        """
        if said.key in self._prompts:
            return self._by_key(said)
        # Other tools number the prompts with keys of their own.
        if said.prompts and (not said.key or said.prompts[-1].strip() in self._places):
            return self._by_prompts(said)
        if said.key:
            message = f"no conversation has the key {brief(said.key)}{self._meant(said.key)}"
            raise DataError(message, field="key")
        raise DataError(
            "`key` (and `turn`), or `prompt`, is expected to tell what this replies to", field="key"
        )

    def _by_key(self, said: Said) -> tuple[str, int]:
        prompts = self._prompts[said.key]
        turn = said.turn or self._turn_asked(said)
        if turn > len(prompts):
            raise DataError(
                f"{brief(said.key)} has turns 1 to {len(prompts)}, not {turn}", field="turn"
            )
        others = self._places.get(said.prompts[-1].strip(), ()) if said.prompts else ()
        if others and (said.key, turn) not in others:
            key, other = others[0]
            raise DataError(
                f"the key is {brief(said.key)}, but the prompt is that of {brief(key)}, turn "
                f"{other}; rename `key` if it is a number of your own",
                field="prompt",
            )
        return said.key, turn

    def _turn_asked(self, said: Said) -> int:
        """Returns the only turn of a conversation, or the only one with the prompts of a reply."""
        last = len(self._prompts[said.key])
        found = [turn for key, turn in self._found(said) if key == said.key] if last > 1 else [1]
        if len(found) != 1:
            raise DataError(f"missing: {brief(said.key)} has {last} turns", field="turn")
        return found[0]

    def _found(self, said: Said) -> list[tuple[str, int]]:
        """Returns the turns with the prompts of a reply."""
        prompts = [prompt.strip() for prompt in said.prompts]
        return [
            (key, number)
            for key, number in (self._places.get(prompts[-1], ()) if prompts else ())
            if said.turn in (None, number)
            and self._prompts[key][max(0, number - len(prompts)) : number] == prompts
        ]

    def _by_prompts(self, said: Said) -> tuple[str, int]:
        found = self._found(said)
        if not found:
            message = f"no conversation has the prompt {brief(said.prompts[-1])}"
            earlier = " at this turn, after the earlier ones" if len(said.prompts) > 1 else ""
            raise DataError(message + earlier, field="prompt")
        if len(found) > 1:
            (one, first), (other, second) = found[:2]
            raise DataError(
                f"this is the prompt of {one!r}, turn {first}, and of {other!r}, turn {second}: "
                "give key and turn",
                field="prompt",
            )
        return found[0]

    def _meant(self, key: str) -> str:
        """Returns what the first unknown key may mean. The other ones are told without a search."""
        self._unknown += 1
        return did_you_mean(key, self._prompts) if self._unknown == 1 else ""
