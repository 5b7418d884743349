"""issue.pdf: the plan as a tagged, printable file, laid out in a child process with limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from digest.errors import EnvironmentFault, UnmadeOutput
from digest.models import Failure, Issue, Rendered, Section, TopicSection
from digest.protocols import Engine, Limits
from digest.render import fonts, pdf_page, plan_json
from digest.render.brand import PLAIN, Brand
from digest.render.charts import PRINT, Chart, charts
from digest.render.charts.drawing import over
from digest.render.charts.files import table
from digest.render.environment import environment, fill, page
from digest.render.facts import facts, in_words, pieces, verbatim
from digest.render.labels import labels
from digest.render.manifest import whole
from digest.render.pdf_key import job_key, made_from, page_count
from digest.render.pdf_paint import BASE, Attached, Job, Painted, Unable, paint
from digest.render.pdf_profile import DEFAULT, PROFILES
from digest.render.pdf_sieve import sieve
from digest.render.pictures import PICTURES
from digest.render.provenance import provenance

NAME = "issue.pdf"
MEDIA_TYPE = "application/pdf"

# A page of text costs about 0.1 s of CPU and 2 MB; a machine may be ten times slower, and up to five layouts are tried.
# Pages are counted by the HTML's length, which makes three of each.
_SECONDS, _SECONDS_A_PAGE = 60, 2
_SECONDS_FOR_A_TRIAL = 20
_MEGABYTES, _MEGABYTES_A_PAGE = 1536, 2  # of address space; measured: 0.37 GB for 30 pages, 0.54 GB for 98
_FITS = ("pdf/fit-1.css", "pdf/fit-2.css", "pdf/fit-3.css", "pdf/fit-4.css")
_TEMPLATE_FILES = {".html", ".css", ".txt"}
_PLAIN = "A story could not be laid out and is printed as plain text."
_NO_FACE = (
    "No packaged typeface has the letters of the {} script: where they stand, brackets say how many. "
    "They can be copied from the PDF."
)
_GET_FACE = (
    "Install digest[cjk] for Chinese, Japanese and Korean, else a package of the fontpkg family with that script."
)
_LARGEST_ASSET = 5_000_000  # bytes; a masthead's picture is far smaller


@dataclass(frozen=True, slots=True)
class Printing:
    """A rendered PDF and what it took: `plain` names the pieces that are printed as plain text because their full
    form failed, `troubles` say so in words, next to scripts without a typeface and complaints of the layout engine."""

    rendered: Rendered
    pages: int
    plain: frozenset[str]
    troubles: tuple[Failure, ...]


class PdfRenderer:
    """Renders issue.pdf through `engine`.

    `override` is a folder whose files replace the shipped templates one by one, or ""; its pictures under pdf/ may be
    used by them. `logo` is the path of an SVG or PNG for the masthead, or "". `out` is where issues' folders lie: a PDF
    that is there already, and was made from the same, is taken instead of a new one; None always makes one.
    """

    name = NAME

    def __init__(
        self,
        engine: Engine,
        override: str = "",
        logo: str = "",
        profile: str = DEFAULT.name,
        out: Path | None = None,
        brand: Brand = PLAIN,
        *,
        why: bool = False,
    ) -> None:
        self._why = why
        self._engine = engine
        self._override = override
        self._logo = logo
        self._profile = PROFILES[profile]
        self._out = out
        self._brand = brand
        self.printing: Printing | None = None  # what the last call made, for a caller that knows renderers only

    def render(self, issue: Issue, made: Mapping[str, Rendered], plain: frozenset[str]) -> Rendered:
        """Render `issue`; see render_with_report. Raises UnmadeOutput when no form of it can be laid out."""
        return self.render_with_report(issue, made, plain).rendered

    def render_with_report(self, issue: Issue, made: Mapping[str, Rendered], plain: frozenset[str]) -> Printing:
        """Render `issue` with issue.json of `made` and its tables attached, the pieces in `plain` as plain text.

        When the layout fails, crashes, spins or takes too much memory, the guilty pieces are found and printed as
        plain text too, and the colophon says so. Raises EnvironmentFault when this machine cannot make PDFs at all, and
        UnmadeOutput when not even plain text can be laid out.
        """
        job = self._job(issue, made, plain, ())
        body = whole(self._out / issue.id, NAME) if self._out else b""
        if made_from(body) == job.key:
            self.printing = Printing(Rendered(NAME, MEDIA_TYPE, body), page_count(body), plain, ())
            return self.printing
        painted = self._paint(job)
        self.printing = (
            _printing(painted, plain, ()) if isinstance(painted, Painted) else self._mended(issue, made, plain, painted)
        )
        return self.printing

    def _mended(self, issue: Issue, made: Mapping[str, Rendered], plain: frozenset[str], why: Failure) -> Printing:
        for guilty in self._suspects(issue, plain):
            troubles = _told(issue, guilty, why)
            again = self._paint(self._job(issue, made, plain | guilty, troubles))
            if isinstance(again, Painted):
                return _printing(again, plain | guilty, troubles)
        raise UnmadeOutput(f"{issue.id}: {NAME} cannot be laid out, not even as plain text: the layout {why.what}")

    def _suspects(self, issue: Issue, plain: frozenset[str]) -> Sequence[frozenset[str]]:
        """First the pieces that fail by themselves, then all: a fault may lie in how they stand together."""
        every = [piece.id for piece in pieces(issue)]
        found = sieve([one for one in every if one not in plain], lambda groups: self._fail(issue, groups))
        return (found, frozenset(every)) if found else (frozenset(every),)

    def _fail(self, issue: Issue, groups: Sequence[Sequence[str]]) -> list[bool]:
        """Whether the pieces of each group, alone in an issue, cannot be laid out."""
        jobs = [self._job(_only(issue, frozenset(group)), {}, frozenset(), ()) for group in groups]
        bare = [replace(job, fits=(), attached=()) for job in jobs]
        limits = self._limits(max(len(job.html) for job in jobs), _SECONDS_FOR_A_TRIAL)
        return [not isinstance(outcome, Painted) for outcome in self._engine.run(paint, bare, limits, _named)]

    def _paint(self, job: Job) -> Painted | Failure:
        limits = self._limits(len(job.html), _SECONDS)
        (outcome,) = self._engine.run(paint, [job], limits, _named)
        if isinstance(outcome, Unable):
            raise EnvironmentFault(f"{outcome.what} Run `make setup`, or install Pango (libpango-1.0-0).")
        return outcome

    def job(self, issue: Issue, made: Mapping[str, Rendered]) -> Job:
        """Return what would be laid out for `issue`: HTML, style sheets, pictures, attachments, and their key."""
        return self._job(issue, made, frozenset(), ())

    def _job(
        self, issue: Issue, made: Mapping[str, Rendered], plain: frozenset[str], troubles: tuple[Failure, ...]
    ) -> Job:
        plan = _plan(issue, made)
        seen: dict[str, object] = page(issue)
        logo = BASE + "logo" + Path(self._logo).suffix if self._logo else ""
        drawn = charts(issue, PRINT)
        sheet = fill(self._templates, "pdf/print.css", {**seen, "profile": self._profile})
        seen |= {"charts": drawn, "chart_style": self._chart_style(sheet, seen), "why": self._why}
        seen |= {"plain": plain, "logo": logo, "verbatim": verbatim(issue), "profile": self._profile}
        seen["print"] = self._head(issue, plan, troubles)
        html = fill(self._templates, "pdf/issue.html", seen)
        if missing := fonts.missing_scripts(html):
            seen["print"] = self._head(issue, plan, (*troubles, *map(_no_face, missing)))
            html = fill(self._templates, "pdf/issue.html", seen)
        job = Job(
            html=html,
            css=pdf_page.without_variables(sheet),
            fits=("", *(fill(self._templates, name, seen) for name in _FITS)),
            assets=(
                *self._pictures,
                *_illustrations(made),
                *(((logo, Path(self._logo).read_bytes()),) if logo else ()),
            ),
            attached=(plan, *_tables(issue), *_numbers(drawn)),
            at=issue.until,
            typefaces=(self._brand.print_serif, self._brand.print_sans),
        )
        return replace(job, key=job_key(job))

    def _head(self, issue: Issue, plan: Attached, troubles: tuple[Failure, ...]) -> pdf_page.Print:
        said = (*issue.colophon.failures, *troubles)
        whole, label = sha256(plan.body).hexdigest(), labels(issue.language)
        return pdf_page.printed(in_words(issue, label), facts(issue, label), said, self._profile, whole)

    def _limits(self, characters: int, seconds: float) -> Limits:
        pages = characters / self._profile.letters
        cpu = seconds + _SECONDS_A_PAGE * pages
        return Limits(cpu=cpu, memory=int(_MEGABYTES + _MEGABYTES_A_PAGE * pages), wall=3 * cpu)

    def _chart_style(self, sheet: str, seen: Mapping[str, object]) -> Markup:
        """The charts' style sheet in print's colours and faces: an SVG does not see the page's."""
        added = "/* charts */" + fill(self._templates, "charts/chart.css", seen)
        return Markup(pdf_page.without_variables(sheet + added).rpartition("/* charts */")[2])  # noqa: S704 -- ours

    @cached_property
    def _templates(self) -> Environment:
        made = environment(self._override, self._brand)
        made.filters.update({**pdf_page.filters(self._profile), "over": over})
        return made

    @cached_property
    def _pictures(self) -> tuple[tuple[str, bytes], ...]:
        """The files beside the user's own print templates that those may show."""
        folder = Path(self._override) / "pdf"
        if not self._override or not folder.is_dir():
            return ()
        files = sorted(f for f in folder.rglob("*") if f.is_file() and f.suffix not in _TEMPLATE_FILES)
        small = (f for f in files if f.stat().st_size <= _LARGEST_ASSET)
        return tuple((BASE + f.relative_to(folder).as_posix(), f.read_bytes()) for f in small)


def _named(_: Job) -> Failure:
    return Failure("", NAME, "render", "")


def _plan(issue: Issue, made: Mapping[str, Rendered]) -> Attached:
    given = made.get("issue.json")
    body = given.body if given else plan_json.dump(issue)
    return Attached("issue.json", "The plan that this issue was printed from, as data", "Source", body)


def _numbers(drawn: Mapping[str, tuple[Chart, ...]]) -> tuple[Attached, ...]:
    """The numbers behind each chart, as the standard's word for them goes."""
    every = (chart for group in drawn.values() for chart in group)
    return tuple(
        Attached(f"{one.name}.csv", f"The numbers of the chart: {one.title}", "Data", table(one)) for one in every
    )


def _tables(issue: Issue) -> Iterator[Attached]:
    """Where each sentence is from."""
    yield Attached(
        "provenance.csv", "Each printed sentence and where it stands in its source", "Data", provenance(issue)
    )


def _illustrations(made: Mapping[str, Rendered]) -> tuple[tuple[str, bytes], ...]:
    """The issue's pictures, under the addresses that the template gives them."""
    return tuple((BASE + name, one.body) for name, one in made.items() if name.startswith(PICTURES))


def _only(issue: Issue, kept: frozenset[str]) -> Issue:
    """The issue with the pieces in `kept` and nothing that leads to another."""

    def topics(section: Section) -> tuple[TopicSection, ...]:
        cut = (replace(t, pieces=tuple(p for p in t.pieces if p.id in kept)) for t in section.topics)
        return tuple(topic for topic in cut if topic.pieces)

    cut = (replace(section, topics=topics(section)) for section in issue.sections)
    return replace(issue, lines=(), sections=tuple(section for section in cut if section.topics))


def _told(issue: Issue, guilty: frozenset[str], why: Failure) -> tuple[Failure, ...]:
    return tuple(
        Failure(
            piece.sources[0].publisher, f"{NAME}: {piece.headline.text}", "render", _PLAIN, f"The layout {why.what}."
        )
        for piece in pieces(issue)
        if piece.id in guilty
    )


def _no_face(script: str) -> Failure:
    return Failure("", NAME, "render", _NO_FACE.format(script), _GET_FACE)


def _printing(painted: Painted, plain: frozenset[str], troubles: tuple[Failure, ...]) -> Printing:
    scripts = map(_no_face, painted.missing)
    logged = [Failure("", NAME, "render", f"The layout engine says: {line}") for line in painted.log]
    return Printing(Rendered(NAME, MEDIA_TYPE, painted.body), painted.pages, plain, (*troubles, *scripts, *logged))
