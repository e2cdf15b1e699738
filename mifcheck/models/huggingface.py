"""Chat models of the transformers library, asked in batches (extra: hf)."""

from __future__ import annotations

import hashlib
import importlib
import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from mifcheck.errors import MissingExtraError, ModelError, ParameterError
from mifcheck.models import thinking
from mifcheck.models.base import Outcome, Reply, Request, require_range, template_arguments

_PIECES: Final = 256
_PIECE: Final = 4096


class _Prompt(NamedTuple):
    """A rendered chat.

    Attributes:
        position: of the request in the batch.
        ids: the tokens.
        opened: the thinking mark that the prompt ends with, or "".
    """

    position: int
    ids: list[int]
    opened: str


class HuggingFace:
    """A chat model that transformers can load. Batches are padded on the left.

    The random numbers of a reply depend on `seed` and on the reply's slot in the run, not on the
    rest of the batch: a run that is interrupted and resumed draws the same numbers.

    Args:
        path_or_id: a folder, a name on the Hub, or a .gguf file (which needs the gguf package).
        batch_size: the number of chats in a call of `generate`.
        max_new_tokens: the maximum length of a reply; a longer one is cut off, and its
            `finish_reason` is "length".
        temperature: 0 takes the likeliest token each time, so that all samples are the same.
        top_p: samples from the likeliest tokens that together have this probability.
        seed: of the sampling.
        device: "auto" takes a GPU if there is one, else the CPU.
        dtype: "auto" is float32 on a CPU and the checkpoint's own type elsewhere.
        gguf_file: the .gguf file within `path_or_id`, if that is a folder or a name.
        enable_thinking: an argument of many chat templates; None leaves it to the template.
        chat_template_kwargs: other arguments of the chat template.

    Raises:
        MissingExtraError: torch or transformers is not installed.
        ModelError: the model cannot be loaded, or it has no chat template.
        ParameterError: a number is out of range.
    """

    def __init__(
        self,
        path_or_id: str | Path,
        *,
        batch_size: int = 16,
        max_new_tokens: int = 512,
        temperature: float = 0.0,
        top_p: float = 1.0,
        seed: int = 0,
        device: str = "auto",
        dtype: str = "auto",
        gguf_file: str | None = None,
        enable_thinking: bool | None = None,
        chat_template_kwargs: Mapping[str, Any] | None = None,
    ) -> None:
        require_range("batch_size", batch_size, 1, float("inf"))
        require_range("max_new_tokens", max_new_tokens, 1, float("inf"))
        require_range("temperature", temperature, 0, float("inf"))
        require_range("top_p", top_p, 1e-6, 1)
        self.batch_size = batch_size
        self._limit = max_new_tokens
        self._temperature, self._top_p, self._seed = temperature, top_p, seed
        self._template = template_arguments(enable_thinking, chat_template_kwargs)
        source, gguf_file, self.name = _locate(path_or_id, gguf_file)
        for library in ("torch", "transformers", *(("gguf",) if gguf_file else ())):
            _library(library)
        self._device = _device(device)
        self._load(source, gguf_file, _dtype(dtype, self._device))
        self.settings: Mapping[str, Any] = {
            "max_new_tokens": max_new_tokens,
            "temperature": temperature,
            "top_p": top_p,
            "seed": seed,
            "dtype": str(self._model.dtype).removeprefix("torch."),
            **({"chat_template_kwargs": self._template} if self._template else {}),
            **_fingerprint(Path(source), gguf_file),
        }

    def _load(self, source: str, gguf_file: str | None, dtype: Any) -> None:
        transformers = _library("transformers")
        options: dict[str, Any] = {"gguf_file": gguf_file} if gguf_file else {}
        try:
            with _quiet_loading():
                self._tokenizer: Any = transformers.AutoTokenizer.from_pretrained(source, **options)
                model: Any = transformers.AutoModelForCausalLM.from_pretrained(
                    source, dtype=dtype, **options
                )
        except (OSError, ValueError, ImportError, KeyError) as error:
            raise ModelError(f"{self.name} cannot be loaded: {error}") from error
        self._model = model.to(self._device).eval()
        if not self._tokenizer.chat_template:
            raise ModelError(f"{self.name} has no chat template: it is not a chat model")
        self._stops = _stop_ids(self._model, self._tokenizer)
        self._pad = _pad_id(self._tokenizer, self._stops)
        config = self._model.config.get_text_config()
        self._context = getattr(config, "max_position_embeddings", None) or 1 << 30
        self._dropped = {
            number
            for number, token in zip(
                self._tokenizer.all_special_ids, self._tokenizer.all_special_tokens, strict=True
            )
            if not thinking.is_mark(token)
        }

    def answer(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        """Returns one reply for each chat, or a `ModelError` if this model cannot be asked it.

        Token counts exclude padding and the token that ends the reply.
        """
        outcomes: dict[int, Outcome] = {}
        prompts: list[_Prompt] = []
        for position, request in enumerate(requests):
            try:
                prompts.append(_Prompt(position, *self._render(request)))
            except ModelError as error:
                outcomes[position] = error
        for group in self._groups(prompts):
            replies = self._generate(group, [requests[prompt.position] for prompt in group])
            outcomes |= {
                prompt.position: reply for prompt, reply in zip(group, replies, strict=True)
            }
        return [outcomes[position] for position in range(len(requests))]

    def _render(self, request: Request) -> tuple[list[int], str]:
        if any(message.images for message in request.messages):
            raise ModelError(f"{request} shows images, and {self.name} reads only text")
        try:
            text = self._tokenizer.apply_chat_template(
                request.chat(), tokenize=False, add_generation_prompt=True, **self._template
            )
        except Exception as error:  # the template is a program by the model's author
            raise ModelError(f"the chat template refuses {request}: {error}") from error
        # The template writes its own opening token: adding the tokenizer's would double it.
        ids: list[int] = self._tokenizer(text, add_special_tokens=False).input_ids
        if len(ids) >= self._context:
            raise ModelError(
                f"{request} is {len(ids)} tokens long, and {self.name} reads {self._context}"
            )
        return ids, thinking.opened_by(text)

    def _groups(self, prompts: list[_Prompt]) -> Iterator[list[_Prompt]]:
        """Yields all prompts that leave room for a full reply together, and each other alone."""
        roomy = [each for each in prompts if len(each.ids) + self._limit <= self._context]
        if roomy:
            yield roomy
        yield from ([each] for each in prompts if len(each.ids) + self._limit > self._context)

    def _generate(self, group: list[_Prompt], requests: list[Request]) -> list[Reply]:
        torch, transformers = _library("torch"), _library("transformers")
        longest = max(len(prompt.ids) for prompt in group)
        padding = [longest - len(prompt.ids) for prompt in group]
        inputs = [
            [self._pad] * gap + prompt.ids for gap, prompt in zip(padding, group, strict=True)
        ]
        mask = [[0] * gap + [1] * (longest - gap) for gap in padding]
        # The model's own generation settings (top_k, penalties) are not the caller's.
        config = transformers.GenerationConfig(
            max_new_tokens=min(self._limit, self._context - longest),
            do_sample=False,
            eos_token_id=sorted(self._stops),
            pad_token_id=self._pad,
        )
        with torch.inference_mode():
            output = self._model.generate(
                input_ids=torch.tensor(inputs, device=self._device),
                attention_mask=torch.tensor(mask, device=self._device),
                generation_config=config,
                logits_processor=transformers.LogitsProcessorList(self._samplers(requests)),
            )
        rows: list[list[int]] = output[:, longest:].tolist()
        return [self._reply(row, prompt.opened) for row, prompt in zip(rows, group, strict=True)]

    def _reply(self, row: list[int], opened: str) -> Reply:
        ids = list(itertools.takewhile(lambda number: number not in self._stops, row))
        # Marks of thinking may be special tokens, so not all special tokens can be dropped.
        kept = [number for number in ids if number not in self._dropped]
        text: str = self._tokenizer.decode(
            kept, skip_special_tokens=False, clean_up_tokenization_spaces=False
        )
        return Reply(opened + text, "stop" if len(ids) < len(row) else "length", len(ids))

    def _samplers(self, requests: list[Request]) -> list[Any]:
        if self._temperature == 0:
            return []
        streams = [
            random.Random(f"{self._seed}/{request.turn}/{request.sample}/{request.key}")
            for request in requests
        ]
        return [_Sampler(streams, self._temperature, self._top_p)]


class _Sampler:
    """Draws the next token of each row with that row's own random numbers.

    It is a logits processor that leaves only one token of each row possible. `generate` itself
    has one random generator for the whole batch, so a reply would depend on its neighbours.
    """

    def __init__(self, streams: list[random.Random], temperature: float, top_p: float) -> None:
        self._streams, self._temperature, self._top_p = streams, temperature, top_p

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        torch = _library("torch")
        heat = scores.float() / self._temperature
        order = None
        if self._top_p < 1:
            heat, order = heat.sort(dim=-1, descending=True)
        mass = heat.softmax(dim=-1).cumsum(dim=-1)
        # If sorted, the nucleus ends with the first token that reaches top_p.
        end = (mass < self._top_p).sum(dim=-1, keepdim=True).clamp(max=scores.shape[-1] - 1)
        draws = torch.tensor([[stream.random()] for stream in self._streams]).to(mass)
        index = (mass <= draws * mass.gather(-1, end)).sum(dim=-1, keepdim=True).minimum(end)
        chosen = index if order is None else order.gather(-1, index)
        return torch.full_like(scores, float("-inf")).scatter(-1, chosen, 0.0)


def _locate(path_or_id: str | Path, gguf_file: str | None) -> tuple[str, str | None, str]:
    """Returns the folder or Hub name, the .gguf file in it, and a name without local paths."""
    path = Path(path_or_id).expanduser()
    if gguf_file is None and path.suffix == ".gguf":
        if not path.is_file():
            raise ModelError(f"there is no file {path}")
        return str(path.parent), path.name, path.stem
    if path.is_dir():
        return str(path), gguf_file, Path(gguf_file).stem if gguf_file else path.resolve().name
    if path.is_absolute() or str(path_or_id).startswith((".", "~")):
        raise ModelError(f"there is no folder {path}")
    return str(path_or_id), gguf_file, f"{path_or_id}/{gguf_file}" if gguf_file else str(path_or_id)


def _fingerprint(folder: Path, gguf_file: str | None) -> dict[str, str]:
    """Returns what tells checkpoints in folders of the same name apart; empty for a Hub name.

    It covers the configuration and samples of each weights file. Reading all weights would take
    minutes.
    """
    if not folder.is_dir():
        return {}
    digest = hashlib.sha256()
    endings = (".safetensors", ".bin")
    weights = sorted(path for path in folder.iterdir() if path.suffix in endings)
    for path in [folder / gguf_file] if gguf_file else [folder / "config.json", *weights]:
        if path.is_file():
            size = path.stat().st_size
            digest.update(f"{path.name} {size}\n".encode())
            with path.open("rb") as file:
                for piece in range(_PIECES):
                    file.seek(piece * max(0, size - _PIECE) // (_PIECES - 1))
                    digest.update(file.read(_PIECE))
    return {"checkpoint": digest.hexdigest()[:16]}


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingExtraError(
            f"Hugging Face models need {name}: pip install 'mifcheck[hf]' ({error})"
        ) from error


def _device(name: str) -> str:
    torch = _library("torch")
    if name != "auto":
        return name
    return "cuda" if torch.cuda.is_available() else "cpu"


def _dtype(name: str, device: str) -> Any:
    torch = _library("torch")
    if name == "auto":
        return torch.float32 if device == "cpu" else "auto"
    dtype = getattr(torch, name, None)
    if not isinstance(dtype, torch.dtype):
        raise ParameterError(f"dtype={name!r}: torch has no such type")
    return dtype


def _stop_ids(model: Any, tokenizer: Any) -> frozenset[int]:
    declared = model.generation_config.eos_token_id
    several = declared if isinstance(declared, (list, tuple)) else [declared]
    return frozenset(number for number in [*several, tokenizer.eos_token_id] if number is not None)


def _pad_id(tokenizer: Any, stops: frozenset[int]) -> int:
    if tokenizer.pad_token_id is not None:
        return int(tokenizer.pad_token_id)
    return min(stops, default=0)


@contextmanager
def _quiet_loading() -> Iterator[None]:
    """Hides the library's progress bars while loading, and restores its setting."""
    logging = _library("transformers").utils.logging
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
