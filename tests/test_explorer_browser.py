"""The page of the explorer, used in a real browser."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from browsing import Visit, browsing, needs_browser
from exploring import Server, serving
from yanggaudin import mass_ratio
from yanggaudin.explorer.views import VIEWS

pytestmark = [needs_browser]

Visiting = Callable[..., Any]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as one:
        yield one


@pytest.fixture
def visiting(browser: Any, server: Server) -> Visiting:
    @contextmanager
    def visit(address: str = "", **options: Any) -> Iterator[Visit]:
        one = Visit(browser, server.port, **options)
        one.go(address)
        yield one
        one.close()

    return visit


def test_a_number_that_is_typed_is_shown_and_in_the_address(
    visiting: Visiting, server: Server
) -> None:
    with visiting() as visit:
        box = visit.page.get_by_label("coupling γ", exact=True)
        assert box.input_value() == "1"
        box.fill("2.5")
        visit.wait("gamma=2.5")
        told = server.ask("/api/mass.json?gamma=2.5").json
        assert visit.numbers() == [str(number["value"]) for number in told["numbers"].values()]
        assert "view=mass" in visit.page.url
        assert "gamma=2.5" in visit.page.url
        assert visit.page.locator("#shell").inner_text() == "yanggaudin mass 2.5"
        assert visit.ink() > 1000


def test_a_refusal_stands_beside_its_field_and_no_number_stays(visiting: Visiting) -> None:
    with visiting("?view=dispersion&gamma=1") as visit:
        box = visit.page.get_by_label("coupling γ", exact=True)
        box.fill("1e400")
        wrong = visit.page.locator("#gamma-wrong")
        wrong.get_by_text("gamma must fit into a double").wait_for()
        visit.page.locator("#results").wait_for(state="hidden")
        assert box.get_attribute("aria-invalid") == "true"
        assert box.get_attribute("aria-describedby") == "gamma-wrong"
        box.fill("2")
        visit.wait("gamma=2")
        assert wrong.inner_text() == ""
        assert box.get_attribute("aria-invalid") == "false"
        visit.faults = [fault for fault in visit.faults if "422" not in fault]


@pytest.mark.slow
@pytest.mark.parametrize("view", list(VIEWS))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_at_three_widths(visiting: Visiting, view: str, scheme: str) -> None:
    with visiting(f"?view={view}", color_scheme=scheme) as visit:
        assert visit.page.locator("nav [aria-current]").inner_text() == VIEWS[view].title
        assert visit.numbers()
        for width in (360, 768, 1280):
            visit.page.set_viewport_size({"width": width, "height": 800})
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
            assert _cut_choices(visit) == []
        assert visit.ink() > 1000
        assert _low_contrasts(visit) == []


@pytest.mark.slow
@pytest.mark.parametrize("view", list(VIEWS))
def test_every_picture_is_drawn(visiting: Visiting, view: str) -> None:
    with visiting(f"?view={view}") as visit:
        for picture, title in VIEWS[view].pictures.items():
            visit.page.get_by_label("Picture").select_option(title)
            visit.wait(f"picture={picture}")
            assert visit.ink() > 1000, picture


def _cut_choices(visit: Visit) -> list[str]:
    """Choices that are longer than their box, less the room for its arrow."""
    found: list[str] = visit.page.evaluate(
        """() => {
        const pen = document.createElement("canvas").getContext("2d");
        const box = document.querySelector("select[name=picture]");
        pen.font = getComputedStyle(box).font;
        return [...box.options].map((option) => option.text)
            .filter((text) => pen.measureText(text).width + 36 > box.clientWidth); }"""
    )
    return found


def _low_contrasts(visit: Visit) -> list[str]:
    """Texts whose contrast with what is behind them is below 4.5, WCAG AA."""
    found: list[str] = visit.page.evaluate(
        """() => {
        const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
        const light = (c) => c.slice(0, 3).map((v) => v / 255)
            .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = (node) => {
            for (; node; node = node.parentElement) {
                const color = rgb(getComputedStyle(node).backgroundColor);
                if (color.length < 4 || color[3] > 0) return color;
            }
            return [255, 255, 255];
        };
        const low = [];
        for (const node of document.querySelectorAll("body *")) {
            const own = [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
            if (!own || !node.checkVisibility()) continue;
            const [a, b] = [light(rgb(getComputedStyle(node).color)), light(behind(node))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < 4.5) low.push(`${node.tagName} ${node.textContent} ${ratio}`);
        }
        return low; }"""
    )
    return found


@pytest.mark.slow
def test_an_address_is_a_state_and_back_leads_to_the_one_before(visiting: Visiting) -> None:
    address = "?view=ring&gamma=0.1234567890123456789&n_particles=9&magnon=2&picture=levels"
    with visiting(address) as visit:
        assert visit.page.url.endswith(address)
        assert visit.page.locator("#gamma").input_value() == "0.1234567890123456789"
        before = visit.numbers()
        visit.page.locator("#magnon").fill("3")
        visit.page.locator("#magnon").blur()
        visit.wait("magnon=3")
        assert visit.numbers() != before
        visit.page.get_by_role("link", name="Edge").click()
        visit.wait("edge?")
        assert "gamma=0.1234567890123456789" in visit.page.url
        visit.page.go_back()
        visit.wait("magnon=3")
        visit.page.go_back()
        visit.wait("magnon=2")
        assert visit.numbers() == before
        assert visit.page.url.endswith(address)
        visit.page.go_forward()
        visit.wait("magnon=3")
        again = visit.context.new_page()
        again.goto(visit.page.url)
        again.locator('html[data-shown*="magnon=3"]').wait_for()
        assert again.locator("#magnon").input_value() == "3"


@pytest.mark.slow
def test_sliders_are_handles_of_their_fields(visiting: Visiting) -> None:
    with visiting("?view=mass&gamma=0.37") as visit:
        handle, box = visit.page.get_by_role("slider"), visit.page.locator("#gamma")
        assert box.input_value() == "0.37"
        assert handle.get_attribute("aria-valuetext") == "0.37"
        handle.focus()
        visit.page.keyboard.press("End")
        visit.wait("gamma=inf")
        assert box.input_value() == "inf"
        assert visit.numbers() == ["0", "inf"]
        visit.page.keyboard.press("Home")
        visit.wait("gamma=0&")
        assert visit.numbers() == ["1", "1"]
        visit.page.keyboard.press("ArrowRight")
        visit.wait("gamma=0.0001&")
        box.fill("1")
        middle = int(visit.page.evaluate("document.querySelector('[type=range]').value"))
        assert abs(middle - 500) <= 1


@pytest.mark.slow
def test_everything_has_a_name_and_is_reached_by_the_keyboard(visiting: Visiting) -> None:
    with visiting("?view=dispersion") as visit:
        names = []
        for _ in range(40):
            visit.page.keyboard.press("Tab")
            names.append(visit.page.evaluate("document.activeElement.outerHTML"))
            outline = visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            if "<body" in names[-1]:
                break
            assert outline != "none", names[-1]
        text = "".join(names)
        for view in VIEWS.values():
            assert f">{view.title}</a>" in text
        for what in ('id="gamma"', 'id="momentum"', 'id="picture', "range", "download", "copy"):
            assert what in text
        tree = visit.page.locator("body").aria_snapshot()
        for name in (
            'textbox "coupling γ"',
            'slider "coupling γ, slider"',
            'combobox "Picture"',
            'img "polaron energy E',
            'link "numbers (CSV)"',
            'table "Numbers',
            "navigation",
            "status",
        ):
            assert name in tree, tree
        assert not re.search(r"^\s*- (link|button|textbox|slider|combobox)$", tree, re.MULTILINE)


@pytest.mark.slow
def test_downloads_are_what_is_shown(visiting: Visiting, server: Server, tmp_path: Path) -> None:
    with visiting("?view=edge&gamma=3&momentum=2") as visit:
        links = visit.page.locator("#downloads a")
        assert links.count() == 5
        for i in range(5):
            with visit.page.expect_download() as waiting:
                links.nth(i).click()
            path = tmp_path / waiting.value.suggested_filename
            waiting.value.save_as(path)
            kind = path.name.partition(".")[2]
            wanted = f"/api/edge.{kind}?gamma=3&momentum=2&picture=exponent"
            assert path.read_bytes() == server.ask(wanted).content
        saved = json.loads((tmp_path / "edge.json").read_bytes())
        assert visit.numbers() == [str(number["value"]) for number in saved["numbers"].values()]


@pytest.mark.slow
def test_lines_of_python_that_are_shown_give_the_numbers_that_are_shown(
    visiting: Visiting,
) -> None:
    with visiting("?view=gas&gamma=1/3&temperature=0.5") as visit:
        names: dict[str, Any] = {}
        exec(visit.page.locator("#python").inner_text(), names)
        assert visit.numbers()[1] == str(names["pressure"])
        visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
        visit.page.get_by_role("button").first.click()
        visit.page.get_by_text("copied").wait_for()
        copied = visit.page.evaluate("navigator.clipboard.readText()")
        assert copied == visit.page.locator("#python").inner_text()


@pytest.mark.slow
def test_what_is_slow_says_so_and_the_newest_wins(visiting: Visiting) -> None:
    with visiting("?view=digits&gamma=1&digits=20") as visit:
        box = visit.page.locator("#gamma")
        box.fill("0.001")  # with 200 digits a matter of half a minute
        visit.page.locator("#digits").fill("200")
        visit.page.get_by_text("computing").wait_for()
        assert visit.page.locator("#results").get_attribute("aria-busy") == "true"
        visit.page.locator("#digits").fill("31")
        box.fill("7")
        visit.wait("gamma=7&digits=31")
        (value,) = visit.numbers()
        assert value.startswith(str(mass_ratio(7.0))[:14])
        assert len(value) >= 33
        assert visit.page.locator("#status").inner_text() == ""
        visit.page.wait_for_timeout(1000)  # nothing older comes after it
        assert visit.numbers() == [value]


@pytest.mark.slow
def test_print_is_black_on_white_without_what_is_pressed(visiting: Visiting) -> None:
    with visiting("?view=dispersion", color_scheme="dark") as visit:
        visit.page.emulate_media(media="print", color_scheme="dark")
        assert visit.page.locator("nav").is_hidden()
        assert visit.page.locator("button").first.is_hidden()
        assert visit.page.locator("#numbers").is_visible()
        paper = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == "rgb(255, 255, 255)"


@pytest.mark.slow
def test_a_server_that_has_ended_is_noticed(browser: Any) -> None:
    with serving() as mortal:
        visit = Visit(browser, mortal.port)
        visit.go()
        mortal.process.kill()
        mortal.process.wait()
        visit.page.locator("#gamma").fill("3")
        visit.page.get_by_text("is it still running?").wait_for()
        visit.context.close()
