"""From a `.tflite` file's bytes to a TensorFlow.js graph."""

from collections.abc import Mapping, Sequence, Set

from tools.models.card import Network, Origin
from tools.models.errors import ConversionError
from tools.models.graph_writer import GraphWriter
from tools.models.operators import OPERATORS, Conversion
from tools.models.quantise import EIGHT_BITS, HALF, Precision
from tools.models.tflite_reader import Operator, read

NOTHING: Set[str] = frozenset()


def convert(
    data: bytes, names: Mapping[str, str], precision: Precision = HALF, left_out: Set[str] = NOTHING
) -> GraphWriter:
    """Converts a network with float weights.

    Args:
        data: the `.tflite` file.
        names: what its inputs and outputs are to be called; every one of them must be named or left out.
        precision: how exactly its kernels are kept.
        left_out: outputs that nobody needs, by the names in the file; what is computed for them alone goes too.

    Raises:
        ConversionError: the file is damaged, an operator or option is not known, or a name is missing.
    """
    network = read(data)
    writer = GraphWriter(precision)
    conversion = Conversion(network, writer)
    for tensor in network.inputs:
        name = _renamed(network.names[tensor], names)
        conversion.nodes[tensor] = writer.input(name, network.shapes[tensor])
    outputs = [tensor for tensor in network.outputs if network.names[tensor] not in left_out]
    for operator in _needed(network.operators, outputs):
        if operator.name in ("DENSIFY", "DEQUANTIZE"):
            # Zeros that the file leaves out are there since it was read; half floats stay, and the page widens them.
            conversion.constants[operator.outputs[0]] = conversion.constants[operator.inputs[0]]
        elif operator.name in OPERATORS:
            conversion.nodes[operator.outputs[0]] = OPERATORS[operator.name](conversion, operator)
        else:
            raise ConversionError(
                f"Operator {operator.position} is {operator.name}, which the converter does not know. "
                "Write its function in tools/models/operators.py and add it to OPERATORS."
            )
    for tensor in outputs:
        writer.output(_renamed(network.names[tensor], names), conversion.nodes[tensor], network.shapes[tensor])
    return writer


def tflite_network(
    name: str,
    source_file: str,
    source: bytes,
    names: Mapping[str, str],
    meanings: Mapping[str, str],
    precision: Precision = EIGHT_BITS,
    origin: Origin | None = None,
    left_out: Set[str] = NOTHING,
) -> Network:
    """A `.tflite` network for a model's card; the arguments are those of `Network` and of `convert`."""
    return Network(name, source_file, source, convert(source, names, precision, left_out), meanings, origin)


def _needed(operators: Sequence[Operator], outputs: Sequence[int]) -> list[Operator]:
    """The operators without which these outputs could not be computed, in their order."""
    wanted = set(outputs)
    needed: list[Operator] = []
    for operator in reversed(operators):
        if wanted.intersection(operator.outputs):
            wanted.update(operator.inputs)
            needed.append(operator)
    return needed[::-1]


def _renamed(name: str, names: Mapping[str, str]) -> str:
    if name not in names:
        raise ConversionError(f"The network has an input or output {name}, which was given no name; name it.")
    return names[name]
