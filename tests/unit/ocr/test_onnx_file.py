"""A network is cut before its head, and its constants are taken, by bytes alone."""

import numpy as np
import pytest

from ocrwtf.ocr.ppocr import models
from ocrwtf.ocr.ppocr.onnx_file import constant, cut
from ocrwtf.ocr.ppocr.recogniser import FILE

FEATURES = "p2o.pd_op.transpose.8.0"


@pytest.fixture(scope="module")
def network() -> bytes:
    return (models.folder() / FILE).read_bytes()


def test_the_cut_network_answers_what_the_whole_one_has_inside() -> None:
    line = np.random.default_rng(7).random((1, 3, 48, 96), dtype=np.float32)
    features = models.load(FILE, FEATURES).run(line)
    weights, biases = models.constants(FILE, "linear_8.w_0", "linear_8.b_0")
    logits = (features @ weights + biases)[0]
    grown = np.exp(logits - logits.max(axis=1, keepdims=True))
    whole = models.load(FILE).run(line)[0]
    assert np.allclose(grown / grown.sum(axis=1, keepdims=True), whole, atol=1e-5)


def test_the_cut_network_has_no_head_to_compute(network: bytes) -> None:
    """Its weights are ten megabytes, and an eighth of the time when it is computed for nothing."""
    small = cut(network, FEATURES)
    assert b"linear_8.w_0" in network
    assert b"linear_8.w_0" not in small
    assert len(network) - len(small) > 4 * 120 * 18_000


def test_an_output_or_constant_that_is_not_there_is_an_error(network: bytes) -> None:
    with pytest.raises(ValueError, match="no node makes nonsense"):
        cut(network, "nonsense")
    with pytest.raises(ValueError, match="no constant nonsense"):
        constant(network, "nonsense")


@pytest.mark.parametrize("message", [b"\x0f", b"\x3a\x05\x0b"], ids=["no such wire type", "no such type inside"])
def test_bytes_that_are_no_message_are_an_error(message: bytes) -> None:
    with pytest.raises(ValueError, match="no wire type"):
        cut(message, FEATURES)
