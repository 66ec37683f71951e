"""Where the time of each function goes, and of a build: CPU of an invocation, and its biggest costs.

    python -m benchmarks.profile [build | validate | index | render | invalidate | images | announce | release |
                                  rebuild | search | react ...]

Articles of 300 to 800 words, 1,000 of them, and some more are published one after the other. The functions run in this
process, warm, each through its handler, with the variables that the template gives it, on the emulator. Of each
invocation in turn the CPU is taken, or what cProfile sees of it. A share is the CPU in a part itself, without what it
calls in others; `calling AWS` is that of botocore and of HTTP together. cProfile makes each call of a Python function
dearer: what consists of many small ones, as botocore does, looks bigger than it is. So that it sees them, what else
goes side by side runs one after the other. There is no TLS here.
"""

from __future__ import annotations

import cProfile
import json
import os
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from unittest.mock import patch
from urllib.parse import quote, quote_plus

from benchmarks import newspaper
from benchmarks.archive import Archive
from benchmarks.calls import NOW, named
from benchmarks.figures import Figure, machine, parser, show
from benchmarks.peers.stories import source, story
from desk import build
from desk.console import Console
from desk.emulator import Gateway, emulator
from desk.stack import Clients, Stack, deploy, physical
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
SHOWN = 12
"""Of the costs of a function."""
EVENTS = Path(__file__).parents[1] / "events"
PICTURES = Path(__file__).parents[1] / "examples" / "media"
FUNCTIONS = (
    "validate", "index", "render", "invalidate", "images", "announce", "release", "rebuild", "search", "react",
)  # fmt: skip
BUILD = "build"
SITE = "https://news.example.com"
CALL = "BaseClient._make_api_call"
OWN, LIBRARY = "presswork", "site-packages"
_NATIVE = re.compile(r"(msgspec|nh3|pyromark|yaml|_hashlib|_hmac|zlib|markupsafe|PIL|_imaging|ImagingCore|webp|WebP)")
_BOTOCORE = {
    "auth": "signing", "signers": "signing", "awsrequest": "requests", "httpsession": "requests",
    "httpchecksum": "checksums", "serialize": "serialising", "validate": "checking parameters", "parsers": "parsing",
    "useragent": "its name",
}  # fmt: skip
"""What its modules do; all others send the request on its way: hooks, endpoints, retries."""
_HTTP = {"http": "HTTP: http.client", "socket": "HTTP: sockets", "email": "HTTP: headers of answers"}
CALLING = ("botocore", "HTTP", "dateutil", "jmespath")
"""How the names of the parts begin that a call of AWS goes through."""

Event = Mapping[str, Any]
T = TypeVar("T")


class Costs:
    """Of one function, or of a build."""

    def __init__(self) -> None:
        self.cpu_ms: list[float] = []
        self._profile = cProfile.Profile(time.process_time)
        self._profiled = 0

    @contextmanager
    def taken(self, *, profiled: bool) -> Iterator[None]:
        if profiled:
            self._profiled += 1
            with self._profile:
                yield
            return
        started = time.process_time()
        yield
        self.cpu_ms.append(1000 * (time.process_time() - started))

    def calls(self) -> float:
        """Of AWS, each time."""
        made = (each.callcount for each in self._profile.getstats() if CALL in getattr(each.code, "co_qualname", ""))
        return sum(made) / max(self._profiled, 1)

    def shares(self) -> list[tuple[str, float]]:
        """Percent of each part, the biggest first."""
        found: Counter[str] = Counter()
        for entry in self._profile.getstats():
            where = _part(entry.code.co_filename) if not isinstance(entry.code, str) else "Python"
            if not isinstance(entry.code, str):
                found[where] += entry.inlinetime  # type: ignore[assignment]
            for callee in entry.calls or ():
                if isinstance(callee.code, str):
                    native = _NATIVE.search(callee.code)
                    found[native[1] if native else where] += callee.inlinetime  # type: ignore[assignment]
        whole = sum(found.values()) or 1
        return [(part, 100 * seconds / whole) for part, seconds in found.most_common()]


def _part(file: str) -> str:
    """Of a module: ours by its folder and name, botocore by what it does, other libraries by their names."""
    path = Path(file)
    if LIBRARY in path.parts:
        library, *below = path.parts[path.parts.index(LIBRARY) + 1 :]
        if library == "botocore":
            return f"botocore: {_BOTOCORE.get(Path(below[0]).stem, 'hooks, endpoints, retries')}"
        return "HTTP: urllib3" if library == "urllib3" else library.removesuffix(".py")
    if OWN in path.parts:
        folder, *below = path.parts[len(path.parts) - path.parts[::-1].index(OWN) :]
        return f"{folder}/{Path(*below).with_suffix('')}" if below else folder
    if "functions" in path.parts or "desk" in path.parts:
        return "/".join(path.with_suffix("").parts[-2:])
    if file.startswith("<"):
        return "templates" if "template" in file else "Python"
    name = path.parent.name if path.parent.name in {"email", "http", "json", "logging", "concurrent"} else path.stem
    return _HTTP.get(name, f"Python: {name}")


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
        self.clients = Clients(gateway)
        self.stack: Stack = deploy(self.clients)
        for mapping in self.clients.functions.list_event_source_mappings()["EventSourceMappings"]:
            self.clients.functions.delete_event_source_mapping(UUID=mapping["UUID"])
        self._variables = {each: self._environment(each) for each in FUNCTIONS}
        here = {"AWS_ENDPOINT_URL": gateway.url, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
        os.environ |= {**here, "AWS_DEFAULT_REGION": "us-east-1", "SITE_URL": SITE}
        self.table = DynamoTable(self.clients.dynamodb, self.stack.table)
        self.costs: dict[str, Costs] = defaultdict(Costs)
        self._sent: dict[str, list[dict[str, str]]] = defaultdict(list)
        to_sqs = wiring._sqs()  # noqa: SLF001 (what is sent is not to wait for the queues' delays)
        to_sqs.meta.events.register("provide-client-params.sqs.SendMessageBatch", self._note)
        self.times: Counter[str] = Counter()

    def call(self, function: str, event: Event) -> None:
        """The first time it only warms up; then its CPU is taken and its profile, in turn."""
        handler = import_module(f"functions.{function}.handler").lambda_handler
        os.environ |= self._variables[function]
        times, self.times[function] = self.times[function], self.times[function] + 1
        taken = self.costs[function].taken(profiled=times % 2 == 0) if times else nullcontext()
        log = StringIO()
        with patch.object(messages.logger.registered_handler, "stream", log), redirect_stdout(StringIO()), taken:
            answer = handler(dict(event), _Context(function))
        if answer.get("batchItemFailures") or answer.get("statusCode", 200) != 200:
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

    def _note(self, params: Mapping[str, Any], **_: object) -> None:
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
    if BUILD in given.what:
        found[BUILD] = _built(given.articles)
    if {*given.what} - {BUILD}:
        found |= _functions(given.articles, given.publications)
    return show(here, [each for what in given.what for each in _figures(what, found[what])], as_json=given.json)


def _figures(what: str, costs: Costs) -> Iterable[Figure]:
    if costs.cpu_ms:
        yield Figure(f"{what}: CPU", round(median(costs.cpu_ms), 1), "ms")
    shares = costs.shares()
    if what != BUILD:
        yield Figure(f"{what}: calls of AWS", round(costs.calls(), 1), "")
        aws = sum(share for part, share in shares if part.startswith(CALLING))
        yield Figure(f"{what}: calling AWS", round(aws, 1), "%")
    for part, share in shares[:SHOWN]:
        yield Figure(f"{what}: {part}", round(share, 1), "%")


def _built(number: int) -> Costs:
    """A build by one process: cProfile sees no other."""
    costs = Costs()
    with TemporaryDirectory(prefix="presswork-benchmark-") as place, patch.object(build, "forked", map):
        articles = Path(place, "newspaper", "articles")
        articles.mkdir(parents=True)
        for age in range(number):
            (articles / f"{age:06}.md").write_text(_text(age))
        for profiled in (False, True):
            out = Path(place, f"site-{profiled}")
            with costs.taken(profiled=profiled), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
                build.build(articles.parent, out, NOW, Console(machine=True))
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
            rounds = range(1, 2 + 2 * publications)
            functions.make({page for each in rounds for page in archive.would_wake(-each, key_of(named(-each)))})
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
    functions.call("validate", _event("01-validate-upload", _changed(key, "")))
    functions.call("index", _event("02-index-article", {"article": named(age)}))
    hints = {Address(hint["address"]): hint for hint in functions.sent(stack.render_queue)}
    before = {address: functions.version(address) for address in hints}
    for hint in hints.values():
        functions.call("render", _event("03-render-address", hint))
    after = {address: functions.version(address) for address in hints}
    changes = [_changed(addresses.object_key(each), after[each]) for each in hints if after[each] != before[each]]
    functions.call("invalidate", _event("04-invalidate-changes", *changes))
    functions.call("announce", _event("10-announce", *functions.sent(stack.announce_queue)))


def _others(number: int, articles: int, functions: Functions) -> None:
    """One invocation of each function that no publication wakes."""
    s3, stack = functions.clients.s3, functions.stack
    pictures = sorted(PICTURES.glob("*.jpg"))
    picture = f"media/{number}.jpg"
    s3.put_object(Bucket=stack.upload_bucket, Key=picture, Body=pictures[number % len(pictures)].read_bytes())
    functions.call("images", _event("07-make-picture", _changed(picture, "")))
    due = keys.due().at(f"{keys.instant(NOW)}#{number:06}.md")
    functions.table.write({due: Due()})
    functions.call("release", json.loads((EVENTS / "06-release.json").read_text()))
    functions.table.write({}, [due])
    if number == 1:
        for age in range(articles):
            s3.put_object(Bucket=stack.upload_bucket, Key=f"articles/{age:06}.md", Body=b"")
    if number <= 5:
        functions.table.write({}, [keys.rebuilt()])
        functions.call("rebuild", _event("05-rebuild", {"after": "", "edition": ""}))
    title = next(line for line in newspaper.article(number).splitlines() if line.startswith("title: "))
    words = " ".join(title.split()[1:4])
    functions.call("search", _asked("08-search", f"q={quote_plus(words)}", {}))
    headers = {"content-type": "application/json", "sec-fetch-site": "same-origin"}
    asked = _asked("11-react", f"article={quote(f'{number:06}.md')}", headers)
    functions.call("react", {**asked, "body": '{"reaction": "happy"}', "isBase64Encoded": False})


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
