"""Formulas of calculation steps: one text that is computed here and becomes a live cell in a spreadsheet.

A formula uses only + - * / ( ) MIN MAX, numbers with a decimal point, and keys of inputs and earlier steps.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

_OPERATORS: Final[dict[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FUNCTIONS: Final[dict[str, Callable[..., float]]] = {"MIN": min, "MAX": max}


def evaluate(formula: str, values: Mapping[str, float]) -> float:
    """The value of a formula.

    Args:
        formula: For example "base_amount * index / base_index - amount".
        values: The numbers behind the names in it.

    Raises:
        ValueError: The formula uses something else than + - * / ( ) MIN MAX, numbers and names.
        KeyError: A name has no value.
        ZeroDivisionError: It divides by 0; the measures refuse such inputs beforehand.
    """
    return _value(_tree(formula), values)


def names(formula: str) -> tuple[str, ...]:
    """The names in a formula, in the order in which they first stand there."""
    found = [node for node in ast.walk(_tree(formula)) if isinstance(node, ast.Name)]
    found.sort(key=lambda node: node.col_offset)
    return tuple(dict.fromkeys(node.id for node in found if node.id not in _FUNCTIONS))


@lru_cache(maxsize=512)
def _tree(formula: str) -> ast.expr:
    try:
        return ast.parse(formula, mode="eval").body
    except SyntaxError:
        msg = f"not a formula: {formula}"
        raise ValueError(msg) from None


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Name(id=name):
            return values[name]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, values), _value(right, values))
        case ast.Constant(value=int() | float() as constant) if not isinstance(constant, bool):
            return float(constant)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.Call(func=ast.Name(id=name), args=[_, *_] as args, keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name]([_value(arg, values) for arg in args])
    msg = f"not allowed in a formula: {ast.unparse(node)}"
    raise ValueError(msg)
