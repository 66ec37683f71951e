"""Where the time of each function goes, and of a build: CPU of an invocation, and its biggest costs.

    python -m benchmarks.profile [build | validate | index | render | invalidate | images | announce | release |
                                  rebuild | search | react ...]

Articles of 300 to 800 words, 1,000 of them, and some more are published one after the other. The functions run in this
process, warm, each through its handler, with the variables that the template gives it, on the emulator. A timer of the
CPU says every few milliseconds where they are: that makes nothing dearer, as counting each call of a function would. A
part is a module of ours, a library, or a piece of the way of a call of AWS, with what it calls of Python's own library
and of C; the shares of the parts add up. `calling AWS` is all that botocore does and has done. So that one thread does
all the work, what else goes side by side runs one after the other. There is no TLS here.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from http import HTTPStatus
from importlib import import_module
from io import StringIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from traceback import walk_stack
from types import FrameType
from typing import Any, TypeVar
from unittest.mock import patch
from urllib.parse import quote, quote_plus

from benchmarks import newspaper
from benchmarks.archive import Archive, named
from benchmarks.calls import NOW, without_functions
from benchmarks.figures import Figure, machine, parser, show
from benchmarks.peers.stories import source, story
from desk import build
from desk.console import Console
from desk.emulator import Gateway, emulator
from desk.stack import physical
from presswork.article.model import Address, Settings
from presswork.article.uploads import key_of
from presswork.aws import buckets, messages, table, wiring
from presswork.aws.buckets import S3Proofs, S3SiteBucket
from presswork.aws.table import DynamoTable
from presswork.index import keys
from presswork.index.rows import Due, Site
from presswork.index.site import Index
from presswork.pages import addresses
from presswork.steps.render import render

ARTICLES = 1000
PUBLICATIONS = 10
OFTEN = 10
"""So often one is called with the same event that does the same work again: else it would be seen too seldom."""
SHOWN = 12
"""Of the costs of a function."""
EVENTS = Path(__file__).parents[1] / "events"
PICTURES = Path(__file__).parents[1] / "examples" / "media"
FUNCTIONS = (
    "validate", "index", "render", "invalidate", "images", "announce", "release", "rebuild", "search", "react",
)  # fmt: skip
BUILD = "build"
SITE = "https://news.example.com"
OWN, LIBRARY = "presswork", "site-packages"
TICK_SECONDS = 0.001
"""Of CPU; most systems take more."""
_BOTOCORE = {
    "auth": "signing", "signers": "signing", "awsrequest": "requests", "httpsession": "requests",
    "httpchecksum": "checksums", "serialize": "serialising", "validate": "checking parameters", "parsers": "parsing",
    "useragent": "its name",
}  # fmt: skip
"""What its modules do; all others send the request on its way: hooks, endpoints, retries."""
_HTTP = {"http": "HTTP: http.client", "socket": "HTTP: sockets", "email": "HTTP: headers of answers"}
Event = Mapping[str, Any]
T = TypeVar("T")


class Costs:
    """Of one function, or of a build."""

    def __init__(self) -> None:
        self.cpu_ms: list[float] = []
        self.calls = 0
        """Of AWS, in all."""
        self._seen: dict[str, float] = defaultdict(float)
        """Seconds in each part."""
        self._calling = self._last = 0.0

    @contextmanager
    def taken(self) -> Iterator[None]:
        signal.signal(signal.SIGPROF, self._look)
        started = self._last = time.process_time()
        try:
            yield
        finally:
            self.cpu_ms.append(1000 * (time.process_time() - started))
            signal.signal(signal.SIGPROF, signal.SIG_IGN)

    def shares(self) -> list[tuple[str, float]]:
        """Percent of each part, the biggest first."""
        whole = sum(self._seen.values()) or 1
        found = sorted(self._seen.items(), key=lambda each: -each[1])
        return [(part, 100 * seconds / whole) for part, seconds in found]

    def calling(self) -> float:
        """Percent."""
        return 100 * self._calling / (sum(self._seen.values()) or 1)

    def _look(self, _: int, frame: FrameType | None) -> None:
        now = time.process_time()
        passed, self._last = now - self._last, now  # more than a tick, if C was at work: no signal comes through
        parts = [_part(each.f_code.co_filename) for each, _ in walk_stack(frame)]
        self._seen[next(filter(None, parts), "Python")] += passed
        self._calling += passed * any(part.startswith("botocore") for part in parts)


@cache
def _part(file: str) -> str:
    """Of a module: ours by its folder and name, botocore by what it does, other libraries by their names.

    Empty for one of Python's own, which works for whoever calls it, but for those that HTTP consists of.
    """
    path = Path(file)
    if LIBRARY in path.parts:
        library, *below = path.parts[path.parts.index(LIBRARY) + 1 :]
        if library == "botocore":
            return f"botocore: {_BOTOCORE.get(Path(below[0]).stem, 'hooks, endpoints, retries')}"
        return "HTTP: urllib3" if library == "urllib3" else library.removesuffix(".py")
    if OWN in path.parts:
        folder, *below = path.parts[len(path.parts) - path.parts[::-1].index(OWN) :]
        return "/".join((folder, *below)).removesuffix(".py")
    if {"functions", "desk"} & {*path.parts}:
        return "/".join(path.parts[-2:]).removesuffix(".py")
    return _HTTP.get(path.parent.name, _HTTP.get(path.stem, ""))


class InTurn:
    """A pool of no threads."""

    def __init__(self, *_: object, **__: object) -> None: ...

    def __enter__(self) -> InTurn:
        return self

    def __exit__(self, *_: object) -> None: ...

    map = staticmethod(map)

    def submit(self, do: Callable[..., T], *given: Any) -> Future[T]:
        done: Future[T] = Future()
        done.set_result(do(*given))
        return done


class Functions:
    """The functions in this process, on a stack of an emulator."""

    def __init__(self, gateway: Gateway) -> None:
        self._url = gateway.url
        self.clients, self.stack = without_functions(gateway)
        self._variables = {each: self._environment(each) for each in FUNCTIONS}
        here = {"AWS_ENDPOINT_URL": gateway.url, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
        os.environ |= {**here, "AWS_DEFAULT_REGION": "us-east-1", "SITE_URL": SITE}
        self.table = DynamoTable(self.clients.dynamodb, self.stack.table)
        self.costs: dict[str, Costs] = defaultdict(Costs)
        self._sent: dict[str, list[dict[str, str]]] = defaultdict(list)
        session = wiring._session()  # noqa: SLF001 (of which all of the functions' clients are)
        session.register("before-call", self._count)
        session.register("provide-client-params.sqs.SendMessageBatch", self._note)
        self.warm: set[str] = set()
        self._costs = Costs()

    def call(self, function: str, event: Event, times: int = 1) -> None:
        """The first time it only warms up."""
        handler = import_module(f"functions.{function}.handler").lambda_handler
        os.environ |= self._variables[function]
        for _ in range(times):
            self._costs = self.costs[function] if function in self.warm else Costs()
            self.warm.add(function)
            log = StringIO()
            logged = patch.object(messages.logger.registered_handler, "stream", log)
            with logged, redirect_stdout(StringIO()), self._costs.taken():
                answer = handler(dict(event), _Context(function))
            if answer.get("batchItemFailures") or answer.get("statusCode", 200) != HTTPStatus.OK:
                raise SystemExit(f"{function} failed: {log.getvalue()}")

    def sent(self, queue: str) -> list[dict[str, str]]:
        """What the functions have sent to a queue since this was asked last."""
        return self._sent.pop(queue, [])

    def version(self, address: Address) -> str:
        """What S3 calls the page that stands there; empty for none."""
        key = addresses.object_key(address)
        try:
            return self.clients.s3.head_object(Bucket=self.stack.site_bucket, Key=key)["VersionId"]
        except self.clients.s3.exceptions.ClientError:
            return ""

    def make(self, pages: Iterable[Address]) -> None:
        """Put pages into the site bucket, as they are now."""
        site = Index(self.table, S3Proofs(self.clients.s3, self.stack.work_bucket))
        bucket = S3SiteBucket(self.clients.s3, self.stack.site_bucket, tagged=True)
        for address in sorted(pages):
            render(address, site=site, bucket=bucket)

    def _count(self, **_: object) -> None:
        self._costs.calls += 1

    def _note(self, **said: Any) -> None:
        params = said["params"]
        self._sent[params["QueueUrl"]] += (json.loads(each["MessageBody"]) for each in params["Entries"])

    def _environment(self, function: str) -> Mapping[str, str]:
        name = physical(self.clients, f"{function.capitalize()}Function")
        found = self.clients.functions.get_function_configuration(FunctionName=name)
        return {
            **found["Environment"]["Variables"],
            "SITE_URL": SITE,
            "ANNOUNCE": "on",
            "INDEXNOW": f"{self._url}/indexnow",
        }


class _Context:
    memory_limit_in_mb = 1024
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:presswork"
    aws_request_id = "00000000-0000-4000-8000-000000000000"

    def __init__(self, function: str) -> None:
        self.function_name = function

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser("Says where the time of functions and of a build goes.")
    options.add_argument("what", nargs="*", default=[BUILD, *FUNCTIONS], help="functions, or `build`; none: all")
    options.add_argument("--articles", type=int, default=ARTICLES, help="in the archive (%(default)s)")
    options.add_argument("--publications", type=int, default=PUBLICATIONS, help="of new articles (%(default)s)")
    given = options.parse_args(arguments)
    if unknown := {*given.what} - {BUILD, *FUNCTIONS}:
        options.error(f"nothing is called {', '.join(sorted(unknown))}")
    here = machine()
    found: dict[str, Costs] = {}
    signal.signal(signal.SIGPROF, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_PROF, TICK_SECONDS, TICK_SECONDS)
    if BUILD in given.what:
        found[BUILD] = _built(given.articles)
    if {*given.what} - {BUILD}:
        found |= _functions(given.articles, given.publications)
    return show(here, [each for what in given.what for each in _figures(what, found[what])], as_json=given.json)


def _figures(what: str, costs: Costs) -> Iterable[Figure]:
    yield Figure(f"{what}: CPU", round(median(costs.cpu_ms), 1), "ms")
    if what != BUILD:
        yield Figure(f"{what}: calls of AWS", round(costs.calls / len(costs.cpu_ms), 1), "")
        yield Figure(f"{what}: calling AWS", round(costs.calling(), 1), "%")
    for part, share in costs.shares()[:SHOWN]:
        yield Figure(f"{what}: {part}", round(share, 1), "%")


def _built(number: int) -> Costs:
    """A build by one process: the timer sees no other."""
    costs = Costs()
    with TemporaryDirectory(prefix="presswork-benchmark-") as place, patch.object(build, "forked", map):
        articles = Path(place, "newspaper", "articles")
        articles.mkdir(parents=True)
        for age in range(number):
            (articles / f"{age:06}.md").write_text(_text(age))
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()), costs.taken():
            build.build(articles.parent, Path(place, "site"), NOW, Console(machine=True))
    return costs


def _text(age: int) -> str:
    return source(story(age), "presswork")


def _functions(number: int, publications: int) -> Mapping[str, Costs]:
    with emulator() as gateway, patch.object(buckets, "ThreadPoolExecutor", InTurn):
        functions = Functions(gateway)
        there = S3Proofs(functions.clients.s3, functions.stack.work_bucket)
        archive = Archive(functions.table, there, NOW, _text)
        archive.fill(number)
        with patch.object(table, "_side_by_side", _in_turn):
            settings = Settings(base_url=SITE, indexnow="0123456789abcdef", websub=f"{gateway.url}/hub")
            functions.table.write({keys.site(): Site(settings=settings, reactions=True)})
            rounds = range(1, 2 + publications)
            functions.make({page for each in rounds for page in archive.would_wake(-each)})
            for each in rounds:
                _publish(-each, functions)
                _others(each, number, functions)
        return functions.costs


def _in_turn(do: Callable[[Any], Any], things: Sequence[Any]) -> list[Any]:
    return [do(each) for each in things]


def _publish(age: int, functions: Functions) -> None:
    """The way of an article through the functions, each message alone but for those of the site bucket."""
    s3, stack = functions.clients.s3, functions.stack
    key = key_of(named(age))
    s3.put_object(Bucket=stack.upload_bucket, Key=key, Body=_text(age).encode())
    functions.call("validate", _event("01-validate-upload", _changed(key, "")), OFTEN)
    functions.call("index", _event("02-index-article", {"article": named(age)}))
    hints = {Address(hint["address"]): hint for hint in functions.sent(stack.render_queue)}
    before = {address: functions.version(address) for address in hints}
    for hint in hints.values():
        functions.call("render", _event("03-render-address", hint))
    after = {address: functions.version(address) for address in hints}
    changes = [_changed(addresses.object_key(each), after[each]) for each in hints if after[each] != before[each]]
    functions.call("invalidate", _event("04-invalidate-changes", *changes), OFTEN)
    told = {each["address"]: each for each in functions.sent(stack.announce_queue)}.values()
    functions.call("announce", _event("10-announce", *told), OFTEN)


def _others(number: int, articles: int, functions: Functions) -> None:
    """One invocation of each function that no publication wakes."""
    s3, stack = functions.clients.s3, functions.stack
    pictures = sorted(PICTURES.glob("*.jpg"))
    picture = f"media/{number}.jpg"
    s3.put_object(Bucket=stack.upload_bucket, Key=picture, Body=pictures[number % len(pictures)].read_bytes())
    functions.call("images", _event("07-make-picture", _changed(picture, "")))
    due = keys.due().at(f"{keys.instant(NOW)}#{number:06}.md")
    functions.table.write({due: Due()})
    functions.call("release", json.loads((EVENTS / "06-release.json").read_text()), OFTEN)
    functions.table.write({}, [due])
    if number == 1:
        for age in range(articles):
            s3.put_object(Bucket=stack.upload_bucket, Key=f"articles/{age:06}.md", Body=b"")
    if number <= 5:
        functions.table.write({}, [keys.rebuilt()])
        functions.call("rebuild", _event("05-rebuild", {"after": "", "edition": ""}))
    title = next(line for line in newspaper.article(number).splitlines() if line.startswith("title: "))
    words = " ".join(title.split()[1:4])
    functions.call("search", _asked("08-search", f"q={quote_plus(words)}", {}), OFTEN)
    headers = {"content-type": "application/json", "sec-fetch-site": "same-origin"}
    asked = _asked("11-react", f"article={quote(f'{number:06}.md')}", headers)
    for chosen in ("happy", "sad") * (OFTEN // 2):
        functions.call("react", {**asked, "body": json.dumps({"reaction": chosen}), "isBase64Encoded": False})


def _changed(key: str, version: str) -> Event:
    """What S3 says of a write, as in the examples of events."""
    example = json.loads(json.loads((EVENTS / "04-invalidate-changes.json").read_text())["Records"][0]["body"])
    example["Records"][0]["s3"]["object"] |= {"key": quote_plus(key), "versionId": version}
    return dict(example)


def _event(example: str, *bodies: Event) -> Event:
    """One of the examples of events, with these messages in it."""
    record = json.loads((EVENTS / f"{example}.json").read_text())["Records"][0]
    return {"Records": [{**record, "messageId": f"m{n}", "body": json.dumps(body)} for n, body in enumerate(bodies, 1)]}


def _asked(example: str, query: str, headers: Mapping[str, str]) -> Event:
    event = json.loads((EVENTS / f"{example}.json").read_text())
    event["requestContext"]["http"]["method"] = "POST" if headers else "GET"
    return {**event, "rawQueryString": query, "headers": {**event["headers"], **headers}}


if __name__ == "__main__":
    sys.exit(main())
