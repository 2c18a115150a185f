"""What a request is answered with: a view as JSON, CSV or a picture."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from .. import __version__
from ..errors import YangGaudinError
from .canvas import Canvas
from .inputs import Input
from .view import Draw, Shown, View
from .views import VIEWS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# a picture as it is downloaded: inches, and dots per inch
_SIZE, _DPI = (6.0, 4.2), 200


@dataclass(frozen=True)
class Answer:
    """What a request is answered with: an HTTP status, a media type and the content."""

    status: int
    media_type: str
    content: bytes


@dataclass(frozen=True)
class _State:
    """A view, the words in its fields, what it shows for them, and its picture."""

    view: View
    words: Mapping[str, str]
    shown: Shown
    draw: Draw

    @property
    def head(self) -> dict[str, Any]:
        """What every file begins with: version, view, and what stands in the fields."""
        fields = {one.name: self.words.get(one.name, one.default) for one in self.view.inputs}
        return {"yanggaudin": __version__, "view": self.view.name, "inputs": fields}


def answer(view: str, kind: str, words: Sequence[tuple[str, str]]) -> Answer:
    """Return a view as one of `KINDS` for words in its fields, or why that is refused.

    Parameters
    ----------
    view, kind : str
        Keys of `VIEWS` and `KINDS`.
    words : sequence of pairs of str
        Name of an input, and what is in its field; the last counts.

    Returns
    -------
    Answer
        With status 200, or 422 and the sentence of the library.
    """
    media_type, render = KINDS[kind]
    given = dict(words)
    try:
        content = render(_State(VIEWS[view], given, *VIEWS[view].shown(given)))
    except YangGaudinError as reason:
        return refusal(422, str(reason), VIEWS[view].inputs)
    return Answer(200, media_type, content)


def refusal(status: int, reason: str, inputs: Iterable[Input] = ()) -> Answer:
    """Return a refusal, with the name of the input that it is about, if it names one."""
    words = re.findall(r"\w+", reason)
    named = [one.name for one in inputs if one.name in words]
    about = min(named, key=words.index, default=None)
    return Answer(status, "application/json", _json({"error": reason, "input": about}))


def declarations() -> bytes:
    """Return the views as JSON, from which the page is built."""
    return _json([_declaration(view) for view in VIEWS.values()])


def _declaration(view: View) -> dict[str, Any]:
    """Return what the page has to know of a view."""
    inputs = [{**vars(one), "slider": one.slider and asdict(one.slider)} for one in view.inputs]
    for one in inputs:
        del one["read"]
    saved = {name: getattr(view, name) for name in ("name", "title", "about", "pictures")}
    return saved | {"inputs": inputs}


def _numbers(state: _State) -> dict[str, Any]:
    """Return the numbers, and how else to come by them."""
    shown = state.shown
    return {
        "numbers": {number.name: vars(number) for number in shown.numbers()},
        "python": f"import yanggaudin as yg\n\n{shown.python}\n",
        "shell": shown.shell,
        "notes": shown.notes(),
    }


def _picture(state: _State) -> dict[str, Any]:
    """Return the picture as curves."""
    canvas = Canvas()
    state.draw(cast("Axes", canvas))
    return {"picture": {**canvas.frame, "curves": canvas.curves}}


def _as_json(*parts: Callable[[_State], dict[str, Any]]) -> Callable[[_State], bytes]:
    """Return what writes parts of a state as JSON."""

    def written(state: _State) -> bytes:
        found = state.head
        for part in parts:
            found |= part(state)
        return _json(found)

    return written


def _numbers_as_csv(state: _State) -> bytes:
    """Return a row for each number."""
    rows = [
        (n.name, n.value, "" if n.error is None else n.error, n.unit) for n in state.shown.numbers()
    ]
    return _csv(state.head, ("name", "value", "error", "unit"), rows)


def _curves_as_csv(state: _State) -> bytes:
    """Return a row for each point of each curve."""
    picture = _picture(state)["picture"]
    rows = [
        (curve["label"], x, y)
        for curve in picture["curves"]
        for x, y in zip(curve["x"], curve["y"], strict=True)
    ]
    labels = {name: picture[name] for name in ("xlabel", "ylabel")}
    return _csv(state.head | labels, ("curve", "x", "y"), rows)


def _as_picture(state: _State, form: str) -> bytes:
    """Return the picture of matplotlib."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    file = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "yanggaudin"}):
        figure = Figure(figsize=_SIZE, layout="constrained")
        state.draw(figure.add_subplot())
        no_date = {"Date": None} if form == "svg" else None
        figure.savefig(file, format=form, dpi=_DPI, metadata=no_date)
    return file.getvalue()


#: what a view is to be had as: media type, and what makes it; the page asks for the numbers and the
#: picture at once, and two processes work on them
KINDS: dict[str, tuple[str, Callable[[_State], bytes]]] = {
    "json": ("application/json", _as_json(_numbers, _picture)),
    "numbers.json": ("application/json", _as_json(_numbers)),
    "picture.json": ("application/json", _as_json(_picture)),
    "csv": ("text/csv", _numbers_as_csv),
    "curves.csv": ("text/csv", _curves_as_csv),
    "png": ("image/png", partial(_as_picture, form="png")),
    "svg": ("image/svg+xml", partial(_as_picture, form="svg")),
}


def _csv(head: Mapping[str, Any], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return comments with what a file begins with, a line of names, and the rows."""
    file = io.StringIO()
    for name, value in {**head, **head["inputs"]}.items():
        if name != "inputs":
            print(f"# {name}: {value}", file=file)
    table = csv.writer(file, lineterminator="\n")
    table.writerow(names)
    table.writerows(rows)
    return file.getvalue().encode()


def _json(value: Any) -> bytes:
    """Return JSON, in which infinite numbers are words and nan is null."""
    return json.dumps(_finite(value), ensure_ascii=False, allow_nan=False).encode()


def _finite(value: Any) -> Any:
    """Return a value without floats that JSON does not have."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None if math.isnan(value) else str(value)
    if isinstance(value, Mapping):
        return {name: _finite(part) for name, part in value.items()}
    return [_finite(part) for part in value] if isinstance(value, (list, tuple)) else value
