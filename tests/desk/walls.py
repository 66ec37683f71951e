"""Who may do what: a row for each function, and from these rows all that is forbidden.

A place is a resource of the template, by its name there, with a key if it holds several things: an object of a bucket,
a partition of the table. `Table/*` stands for all partitions.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from tests.desk.cloudformation import RESOURCES

TAKE = "sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes"
SEND = "sqs:SendMessage"
GET, PUT, REMOVE, LIST = "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"
READ = "dynamodb:GetItem dynamodb:BatchGetItem dynamodb:Query"
WRITE = "dynamodb:PutItem dynamodb:DeleteItem dynamodb:ConditionCheckItem"
WRITE_MANY = "dynamodb:BatchWriteItem"
TELL = "events:PutEvents"
LOG = "logs:CreateLogStream logs:PutLogEvents"

PARTITIONS = (
    *("ARTICLE#a.md", "ADDRESS#/a", "AUTHOR#ann.yaml", "PROFILE#ann", "PICTURE#a.jpg", "LIST#all", "NAMES#topic"),
    *("TERM#en#word", "REFERENCE#a.md", "UPLOAD#articles/a.md", "PAGES", "DUE", "GONE", "SITE", "THEME"),
)
BUS = "EventBus"
"""The only place that is no resource of the template but a parameter."""

ALLOWED: dict[str, dict[str, str]] = {
    "ValidateFunction": {
        "UploadQueue": f"{TAKE} {SEND}",
        "SourceBucket": LIST,
        "SourceBucket/articles/a.md": GET,
        "SourceBucket/authors/ann.yaml": GET,
        "SourceBucket/pages/about.md": GET,
        "SourceBucket/theme/page.html": GET,
        "SourceBucket/site.yaml": GET,
        "SourceBucket/reports/articles/a.md.json": f"{PUT} {REMOVE}",
        "SourceBucket/reports/media/a.jpg.json": f"{PUT} {REMOVE}",
        "WorkBucket/proofs/d.json": PUT,
        "Table/ARTICLE#a.md": f"{READ} {WRITE}",
        "Table/ADDRESS#/a": f"{READ} {WRITE}",
        "Table/AUTHOR#ann.yaml": f"{READ} {WRITE}",
        "Table/PROFILE#ann": f"{READ} {WRITE}",
        "Table/UPLOAD#articles/a.md": f"{READ} {WRITE} {WRITE_MANY}",
        "Table/SITE": f"{READ} {WRITE}",
        "Table/THEME": f"{READ} {WRITE_MANY}",
        "IndexQueue": SEND,
        "RebuildQueue": SEND,
        BUS: TELL,
        "ValidateLog": LOG,
    },
    "ImagesFunction": {
        "MediaQueue": TAKE,
        "SourceBucket": LIST,
        "SourceBucket/media/a.jpg": GET,
        "SourceBucket/reports/media/a.jpg.json": f"{PUT} {REMOVE}",
        "WorkBucket/renditions/a.jpg/r/400.jpg": f"{PUT} {REMOVE}",
        "Table/PICTURE#a.jpg": f"{READ} {WRITE}",
        "Table/ARTICLE#a.md": READ,
        "IndexQueue": SEND,
        "RenderQueue": SEND,
        "ImagesLog": LOG,
    },
    "IndexFunction": {
        "IndexQueue": f"{TAKE} {SEND}",
        "WorkBucket": LIST,
        "WorkBucket/proofs/d.json": f"{GET} {REMOVE}",
        "Table/ADDRESS#/a": READ,
        **dict.fromkeys(
            (
                *("Table/ARTICLE#a.md", "Table/LIST#all", "Table/NAMES#topic", "Table/TERM#en#word"),
                *("Table/REFERENCE#a.md", "Table/PICTURE#a.jpg", "Table/PAGES", "Table/SITE"),
            ),
            f"{READ} {WRITE} {WRITE_MANY}",
        ),
        "Table/DUE": f"{WRITE} {WRITE_MANY}",
        "Table/GONE": f"{WRITE} {WRITE_MANY}",
        "RenderQueue": SEND,
        "RebuildQueue": SEND,
        "IndexLog": LOG,
    },
    "RenderFunction": {
        "RenderQueue": TAKE,
        "WorkBucket": LIST,
        "WorkBucket/proofs/d.json": GET,
        "WorkBucket/renditions/a.jpg/r/400.jpg": GET,
        "SiteBucket": LIST,
        "SiteBucket/2026/11/a": f"{GET} {PUT} {REMOVE}",
        **dict.fromkeys(
            (
                *("Table/ARTICLE#a.md", "Table/ADDRESS#/a", "Table/PROFILE#ann", "Table/LIST#all", "Table/NAMES#topic"),
                *("Table/REFERENCE#a.md", "Table/PICTURE#a.jpg", "Table/PAGES", "Table/SITE", "Table/THEME"),
            ),
            READ,
        ),
        "RenderLog": LOG,
    },
    "InvalidateFunction": {
        "InvalidateQueue": TAKE,
        "SiteBucket": f"{LIST} s3:ListBucketVersions",
        "SiteBucket/2026/11/a": "s3:GetObjectVersion",
        "Distribution": "cloudfront:CreateInvalidation",
        "Table/SITE": "dynamodb:GetItem",
        "AnnounceQueue": SEND,
        BUS: TELL,
        "InvalidateLog": LOG,
    },
    "AnnounceFunction": {
        "AnnounceQueue": TAKE,
        "Table/SITE": "dynamodb:GetItem",
        "AnnounceLog": LOG,
    },
    "RebuildFunction": {
        "RebuildQueue": f"{TAKE} {SEND}",
        "SourceBucket": LIST,
        "Table/LIST#all": READ,
        "Table/GONE": READ,
        "Table/SITE": f"{READ} dynamodb:PutItem dynamodb:ConditionCheckItem",
        "Table/THEME": f"{READ} {WRITE_MANY}",
        "UploadQueue": SEND,
        "MediaQueue": SEND,
        "RenderQueue": SEND,
        "RebuildLog": LOG,
    },
    "ReleaseFunction": {
        "Table/DUE": "dynamodb:Query",
        "IndexQueue": SEND,
        "ReleaseLog": LOG,
    },
    "SearchFunction": {
        "Table/SITE": "dynamodb:GetItem",
        "Table/TERM#en#word": "dynamodb:Query",
        "Table/THEME": "dynamodb:Query",
        "Table/ARTICLE#a.md": "dynamodb:BatchGetItem",
        "SearchLog": LOG,
    },
    "ReactFunction": {
        "Table/SITE": "dynamodb:BatchGetItem",
        "Table/ARTICLE#a.md": "dynamodb:BatchGetItem",
        "ReactionsTable": "dynamodb:GetItem dynamodb:BatchGetItem dynamodb:PutItem "
        "dynamodb:UpdateItem dynamodb:DeleteItem",
        "ReactLog": LOG,
    },
}

NOBODY = {
    "UploadQueue": "sqs:PurgeQueue sqs:SetQueueAttributes",
    "SourceBucket": "s3:PutBucketPolicy s3:ListBucketVersions",
    "SourceBucket/articles/a.md": "s3:PutObjectAcl",
    "Table/*": "dynamodb:Scan dynamodb:UpdateItem dynamodb:UpdateTable",
    "ReactionsTable": "dynamodb:Scan dynamodb:UpdateTable",
    "ValidateLog": "logs:DeleteLogGroup",
    "Distribution": "cloudfront:DeleteDistribution",
    "ValidateFunction": "lambda:InvokeFunction lambda:UpdateFunctionConfiguration",
}
"""What no function may, with an example of where: it is tried at all places of that kind."""


class Try(NamedTuple):
    """Something that a function may try, and the place, which is never one with a `*`."""

    action: str
    place: str

    @property
    def resource(self) -> str:
        return self.place.partition("/")[0]

    @property
    def key(self) -> str:
        return self.place.partition("/")[2]


def kind(place: str) -> str:
    """Places of a kind know the same actions."""
    resource, _, key = place.partition("/")
    return BUS if place == BUS else f"{RESOURCES[resource]['Type']}{'/' if key else ''}"


def tries(row: dict[str, str]) -> Iterator[Try]:
    """All that a row names."""
    for place, actions in row.items():
        places = [f"Table/{each}" for each in PARTITIONS] if place == "Table/*" else [place]
        yield from (
            Try(action, each) for each in places if place == each or each not in row for action in actions.split()
        )


ALL = [each for row in (*ALLOWED.values(), NOBODY) for each in tries(row)]
KINDS = {kind(each.place) for each in ALL}
PLACES = {each.place for each in ALL} | {name for name in RESOURCES if kind(name) in KINDS}
EVERYTHING = sorted({Try(each.action, place) for each in ALL for place in PLACES if kind(place) == kind(each.place)})
"""Each action at each place of its kind: what a function's row does not name is forbidden to it."""


def may(function: str) -> set[Try]:
    return {*tries(ALLOWED[function])}


def granted(function: str) -> Iterator[tuple[str, str, str]]:
    """What the template's role of a function allows: an action, a place as a pattern, and the statement's name."""
    (policy,) = RESOURCES[function.replace("Function", "Role")]["Properties"]["Policies"]
    for statement in policy["PolicyDocument"]["Statement"]:
        assert statement["Effect"] == "Allow"
        for action in _listed(statement["Action"]):
            for resource in _listed(statement["Resource"]):
                for place in _places(_named(resource), statement.get("Condition", {})):
                    yield action, place, statement["Sid"]


def allows(function: str, tried: Try) -> bool:
    """Whether IAM would let it pass, going by the template."""
    return any(action == tried.action and fnmatchcase(tried.place, place) for action, place, _ in granted(function))


def _named(resource: dict[str, str]) -> str:
    """A resource of a statement, as a place: the ARN of a resource of the template, perhaps with a key below it."""
    match resource:
        case {"Fn::GetAtt": arn}:
            return arn.removesuffix(".Arn")
        case {"Fn::Sub": arn} if "distribution/" in arn or "event-bus/" in arn:
            return arn.rpartition("${")[2].removesuffix("}")
        case {"Fn::Sub": arn}:
            return arn.removeprefix("${").replace(".Arn}", "")
    raise AssertionError(f"what is {resource}?")


def _places(place: str, conditions: dict[str, dict[str, Any]]) -> list[str]:
    if place == BUS:
        assert conditions == {"ForAllValues:StringEquals": {"events:source": ["presswork"]}}
        return [place]
    if RESOURCES[place.partition("/")[0]]["Type"] != "AWS::DynamoDB::Table":
        assert conditions == {}
        return [place]
    if place == "ReactionsTable":
        assert conditions == {}  # it has but one user
        return [place]
    keys = [key for each in conditions.values() for key in each["dynamodb:LeadingKeys"]]
    assert conditions.keys() <= {"ForAllValues:StringEquals", "ForAllValues:StringLike"}
    return [f"{place}/{key}" for key in keys or ["*"]]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
