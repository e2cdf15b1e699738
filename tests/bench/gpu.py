"""Compares local models on an accelerator: batches, one prompt at a time, and the CPU.

    python tests/bench/gpu.py MODEL [--device cuda] [--batch 64] [--conversations 64] [--new 128]
    python tests/bench/gpu.py --random 24x1024        # a Llama with this number of layers and this width

MODEL is a folder, a name on the Hub or a .gguf file. Random weights are enough to measure throughput without
a checkpoint. Prints tokens per second (median of the rounds), peak memory and the ratio to one
prompt at a time for each batch size; then how many greedy replies are the same as on the CPU.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import torch
import transformers

import mifcheck as mif
from mifcheck.models import HuggingFace

TEMPLATE = (
    "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


def random_model(shape: str, folder: Path) -> Path:
    """Saves a Llama of `layers`x`width` with random weights, and a tokenizer of single bytes."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    layers, width = (int(number) for number in shape.split("x"))
    marks = ["<|end|>", "<|user|>", "<|assistant|>", "<|system|>"]
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({each: at for at, each in enumerate([*marks, *letters])}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(marks)
    fast = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token=marks[0], pad_token=marks[0], chat_template=TEMPLATE
    )
    fast.save_pretrained(folder)
    torch.manual_seed(0)
    config = transformers.LlamaConfig(
        vocab_size=len(fast),
        hidden_size=width,
        intermediate_size=4 * width,
        num_hidden_layers=layers,
        num_attention_heads=width // 64,
        num_key_value_heads=max(1, width // 256),
        max_position_embeddings=16384,
        eos_token_id=0,
        pad_token_id=0,
    )
    transformers.LlamaForCausalLM(config).save_pretrained(folder)
    return folder


def driven(conversations: mif.Conversations, path: str, device: str, args: argparse.Namespace,
           batch: int, dtype: str) -> tuple[mif.Run, float, float]:  # fmt: skip
    """Returns the run, tokens per second and peak memory in GiB. Loading is not timed."""
    model = HuggingFace(path, batch_size=batch, max_new_tokens=args.new, device=device, dtype=dtype)
    if device == "cuda":
        torch.cuda.reset_peak_memory_stats()
    rates = []
    for _ in range(args.rounds):
        start = time.perf_counter()
        run = mif.drive(conversations, model, progress=False)
        seconds = time.perf_counter() - start
        rates.append(sum(record.tokens or 0 for record in run.replies.values()) / seconds)
    peak = torch.cuda.max_memory_allocated() / 2**30 if device == "cuda" else float("nan")
    return run, statistics.median(rates), peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?")
    parser.add_argument("--random", metavar="LAYERSxWIDTH")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--dtype", default="bfloat16")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--conversations", type=int, default=64)
    parser.add_argument(
        "--new", type=int, default=128, help="maximum number of new tokens in a reply"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--alike", type=int, default=8, help="conversations compared with the CPU")
    args = parser.parse_args()
    if (args.model is None) == (args.random is None):
        parser.error("name a MODEL, or --random LAYERSxWIDTH")
    with tempfile.TemporaryDirectory() as folder:
        path = args.model or str(random_model(args.random, Path(folder)))
        measure(path, args)


def measure(path: str, args: argparse.Namespace) -> None:
    conversations = mif.load(limit=args.conversations)
    turns = sum(len(each.turns) for each in conversations)
    name = torch.cuda.get_device_name() if args.device == "cuda" else "CPU"
    print(f"{args.random or args.model} on {name}, torch {torch.__version__}, {args.dtype}")
    print(f"{len(conversations)} conversations, {turns} turns, {args.new} new tokens at most")
    few = conversations[: max(1, len(conversations) // 8)]
    _, single, memory = driven(few, path, args.device, args, 1, args.dtype)
    print(f"one at a time ({len(few)} conversations): {single:.0f} tokens/s, peak {memory:.2f} GiB")
    _, batched, memory = driven(conversations, path, args.device, args, args.batch, args.dtype)
    print(f"batches of {args.batch}: {batched:.0f} tokens/s, peak {memory:.2f} GiB, "
          f"{batched / single:.1f} times as fast")  # fmt: skip
    args.rounds = 1
    alike = conversations[: args.alike]
    on_device, _, _ = driven(alike, path, args.device, args, args.batch, "float32")
    on_cpu, _, _ = driven(alike, path, "cpu", args, 1, "float32")
    pairs = [(on_device.replies[slot].reply, on_cpu.replies[slot].reply) for slot in on_cpu.replies]
    same = sum(one == other for one, other in pairs)
    print(
        f"float32, greedy: {same} of {len(pairs)} replies are the same as on the CPU, one at a time"
    )


if __name__ == "__main__":
    main()
