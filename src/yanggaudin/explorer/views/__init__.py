"""The views, each declared in a file of its own."""

from ..view import View
from .digits import DIGITS
from .dispersion import DISPERSION
from .edge import EDGE
from .gas import GAS
from .laboratory import LABORATORY
from .mass import MASS
from .ring import RING
from .spectrum import SPECTRUM

_ALL = (MASS, DISPERSION, EDGE, GAS, RING, SPECTRUM, LABORATORY, DIGITS)

#: the views by name, in the order of the page
VIEWS: dict[str, View] = {view.name: view for view in _ALL}
