"""What template.yaml promises, beyond what its linter knows."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from desk.edge import HANDED_ON, added_headers
from presswork.article.model import Address, ArticleId
from presswork.aws.bus import SOURCE
from presswork.aws.http import VIEWER
from presswork.index import keys
from presswork.pages.search import PATH, Asked
from presswork.steps.events import ArticleRejected
from presswork.steps.invalidate import CHANGES_AT_ONCE
from presswork.steps.react import METHODS
from presswork.steps.search import READS
from tests.desk.cloudformation import RESOURCES, TEMPLATE, TEXT, of_type, resolved

FUNCTIONS = of_type("AWS::Serverless::Function")
QUEUES = of_type("AWS::SQS::Queue")
WOKEN = {name: properties for name, properties in QUEUES.items() if not name.endswith("DeadLetters")}
WAITS = {"ValidateFunction": "UploadQueue", "ImagesFunction": "MediaQueue"} | {
    f"{verb}Function": f"{verb}Queue" for verb in ("Index", "Render", "Invalidate", "Announce", "Rebuild")
}


def source(function: str) -> dict[str, Any]:
    """The event source of a function that waits for a queue."""
    (event,) = FUNCTIONS[function]["Events"].values()
    assert event["Type"] == "SQS"
    properties: dict[str, Any] = event["Properties"]
    return properties


def statements(role: str) -> list[dict[str, Any]]:
    (policy,) = RESOURCES[role]["Properties"]["Policies"]
    found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return found


def actions(statement: dict[str, Any]) -> list[str]:
    found = statement["Action"]
    return [found] if isinstance(found, str) else found


def test_the_edge_function_is_edge_status_js_word_for_word() -> None:
    edge = Path(__file__).parents[2] / "edge" / "status.js"
    assert RESOURCES["StatusFunction"]["Properties"]["FunctionCode"] == edge.read_text()


def test_every_resource_says_what_it_is_for() -> None:
    bare = [name for name in RESOURCES if not re.search(rf"\n  # [A-Z].*\n  {name}:\n", TEXT)]
    assert bare == []


def test_every_function_is_there_and_says_which_variables_it_reads() -> None:
    assert {name: properties["Environment"]["Variables"] for name, properties in FUNCTIONS.items()} == {
        "ValidateFunction": {
            "TABLE": {"Ref": "Table"},
            "SOURCE_BUCKET": {"Ref": "SourceBucket"},
            "WORK_BUCKET": {"Ref": "WorkBucket"},
            "UPLOAD_QUEUE": {"Ref": "UploadQueue"},
            "INDEX_QUEUE": {"Ref": "IndexQueue"},
            "REBUILD_QUEUE": {"Ref": "RebuildQueue"},
            "EVENT_BUS": {"Ref": "EventBus"},
        },
        "ImagesFunction": {
            "TABLE": {"Ref": "Table"},
            "SOURCE_BUCKET": {"Ref": "SourceBucket"},
            "WORK_BUCKET": {"Ref": "WorkBucket"},
            "INDEX_QUEUE": {"Ref": "IndexQueue"},
            "RENDER_QUEUE": {"Ref": "RenderQueue"},
        },
        "IndexFunction": {
            "TABLE": {"Ref": "Table"},
            "WORK_BUCKET": {"Ref": "WorkBucket"},
            "INDEX_QUEUE": {"Ref": "IndexQueue"},
            "RENDER_QUEUE": {"Ref": "RenderQueue"},
            "REBUILD_QUEUE": {"Ref": "RebuildQueue"},
        },
        "RenderFunction": {
            "TABLE": {"Ref": "Table"},
            "WORK_BUCKET": {"Ref": "WorkBucket"},
            "SITE_BUCKET": {"Ref": "SiteBucket"},
            "CACHE_TAGS": {"Ref": "CacheTags"},
        },
        "InvalidateFunction": {
            "SITE_BUCKET": {"Ref": "SiteBucket"},
            "DISTRIBUTION": {"Ref": "Distribution"},
            "CACHE_TAGS": {"Ref": "CacheTags"},
            "ANNOUNCE": {"Ref": "Announce"},
            "TABLE": {"Ref": "Table"},
            "ANNOUNCE_QUEUE": {"Ref": "AnnounceQueue"},
            "EVENT_BUS": {"Ref": "EventBus"},
            "SITE_URL": TEMPLATE["Outputs"]["SiteUrl"]["Value"],
        },
        "AnnounceFunction": {"TABLE": {"Ref": "Table"}, "INDEXNOW": {"Ref": "IndexNow"}},
        "RebuildFunction": {
            "TABLE": {"Ref": "Table"},
            "SOURCE_BUCKET": {"Ref": "SourceBucket"},
            "UPLOAD_QUEUE": {"Ref": "UploadQueue"},
            "MEDIA_QUEUE": {"Ref": "MediaQueue"},
            "RENDER_QUEUE": {"Ref": "RenderQueue"},
            "REBUILD_QUEUE": {"Ref": "RebuildQueue"},
            "REACTIONS": {"Ref": "Reactions"},
        },
        "ReleaseFunction": {"TABLE": {"Ref": "Table"}, "INDEX_QUEUE": {"Ref": "IndexQueue"}},
        "SearchFunction": {"TABLE": {"Ref": "Table"}},
        "ReactFunction": {"TABLE": {"Ref": "Table"}, "REACTIONS_TABLE": {"Ref": "ReactionsTable"}},
    }


def test_docs_name_every_variable_for_a_function_that_is_run_by_hand() -> None:
    page = (Path(__file__).parents[2] / "docs" / "events.md").read_text()
    block = page.partition('"Parameters": {')[2].partition("}")[0]
    assert {*re.findall(r'"([A-Z_]+)":', block)} == {
        name for properties in FUNCTIONS.values() for name in properties["Environment"]["Variables"]
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_functions_handler_exists(name: str) -> None:
    module, _, function = FUNCTIONS[name]["Handler"].rpartition(".")
    assert callable(getattr(import_module(module), function))


@pytest.mark.parametrize("name", WOKEN)
def test_what_a_queue_cannot_deliver_is_kept_and_rings(name: str) -> None:
    verb = name.removesuffix("Queue")
    dead = f"{verb}DeadLetters"
    assert WOKEN[name]["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": f"{dead}.Arn"}
    assert QUEUES[dead].get("FifoQueue") == WOKEN[name].get("FifoQueue")
    assert QUEUES[dead]["MessageRetentionPeriod"] == 14 * 24 * 60 * 60
    (dimension,) = RESOURCES[f"{verb}Alarm"]["Properties"]["Dimensions"]
    assert dimension == {"Name": "QueueName", "Value": {"Fn::GetAtt": f"{dead}.QueueName"}}


@pytest.mark.parametrize("verb", ["Upload", "Index", "Render"])
def test_a_queue_on_the_way_to_the_reader_rings_when_a_message_waits_for_five_minutes(verb: str) -> None:
    alarm = RESOURCES[f"{verb}LateAlarm"]["Properties"]
    assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": {"Fn::GetAtt": f"{verb}Queue.QueueName"}}]
    assert (alarm["MetricName"], alarm["Statistic"]) == ("ApproximateAgeOfOldestMessage", "Maximum")
    assert (alarm["Period"] * alarm["EvaluationPeriods"], alarm["Threshold"]) == (60, 300)


def test_a_function_that_no_queue_wakes_rings_when_it_fails_minute_after_minute() -> None:
    ringing = {
        dimension["Value"]["Ref"]: (alarm["Statistic"], alarm["Period"], alarm["EvaluationPeriods"], alarm["Threshold"])
        for alarm in of_type("AWS::CloudWatch::Alarm").values()
        if (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", "Errors")
        for dimension in alarm["Dimensions"]
    }
    assert ringing == dict.fromkeys(FUNCTIONS.keys() - WAITS, ("Sum", 60, 3, 0))


def test_many_rejections_ring_counted_by_what_validate_logs_of_each() -> None:
    counted = RESOURCES["RejectedUploads"]["Properties"]
    (metric,) = counted["MetricTransformations"]
    alarm = RESOURCES["RejectedAlarm"]["Properties"]
    assert (counted["LogGroupName"], counted["FilterPattern"]) == (
        {"Ref": "ValidateLog"},
        '{ $.message = "rejected" }',  # test_handlers.py sees that line
    )
    assert (alarm["Namespace"], alarm["MetricName"]) == (metric["MetricNamespace"], metric["MetricName"])
    assert (alarm["Statistic"], alarm["Period"], alarm["Threshold"]) == ("Sum", 300, 10)


@pytest.mark.parametrize("name", of_type("AWS::CloudWatch::Alarm"))
def test_an_alarm_says_what_to_do_and_tells_whoever_listens(name: str) -> None:
    alarm = RESOURCES[name]["Properties"]
    assert re.search(r"\. (Read|See) .*\.$", alarm["AlarmDescription"])
    made = {"Fn::If": ["MakesAlarmTopic", [{"Ref": "AlarmTopic"}], {"Ref": "AWS::NoValue"}]}
    assert alarm["AlarmActions"] == {"Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], made]}


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({}, {"Ref": "AWS::NoValue"}),
        ({"AlarmEmail": "desk@example.com"}, [{"Ref": "AlarmTopic"}]),
        ({"AlarmTopicArn": "arn:theirs"}, ["arn:theirs"]),
        ({"AlarmTopicArn": "arn:theirs", "AlarmEmail": "desk@example.com"}, ["arn:theirs"]),
    ],
)
def test_alarms_tell_the_topic_that_is_given_or_one_of_our_own(parameters: dict[str, str], told: object) -> None:
    assert resolved(RESOURCES["UploadAlarm"]["Properties"]["AlarmActions"], **parameters) == told
    assert resolved({"Fn::If": [RESOURCES["AlarmTopic"]["Condition"], "made", ""]}, **parameters) == (
        "made" if told == [{"Ref": "AlarmTopic"}] else ""
    )


def test_the_dashboard_shows_every_function_and_every_queue() -> None:
    body: str = RESOURCES["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    widgets = json.loads(body)["widgets"]
    logs = {name.replace("Function", "Log") for name in FUNCTIONS}
    named = {*re.findall(r"\$\{(\w+)(?:\.QueueName)?\}", body)}
    assert named == {*FUNCTIONS, *QUEUES, *logs}
    assert {each["properties"]["region"] for each in widgets} == {"${AWS::Region}"}
    assert sum(each["width"] * each["height"] for each in widgets) == 24 * 6 * len(widgets) / 2


def test_tracing_is_lambdas_own_off_by_default_and_allowed_to_every_function() -> None:
    tracing = TEMPLATE["Globals"]["Function"]["Tracing"]
    assert (resolved(tracing), resolved(tracing, Tracing="on")) == ("PassThrough", "Active")
    policy = RESOURCES["TracingPolicy"]
    assert policy["Condition"] == "Traces"
    assert policy["Properties"]["Roles"] == [{"Ref": name.replace("Function", "Role")} for name in FUNCTIONS]


@pytest.mark.parametrize(("function", "queue"), WAITS.items())
def test_a_message_is_not_handed_out_twice_while_it_is_worked_on(function: str, queue: str) -> None:
    window = source(function).get("MaximumBatchingWindowInSeconds", 0)
    longest = window if isinstance(window, int) else TEMPLATE["Parameters"][window["Ref"]]["MaxValue"]
    assert source(function)["Queue"] == {"Fn::GetAtt": f"{queue}.Arn"}
    assert source(function)["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert WOKEN[queue]["VisibilityTimeout"] >= 6 * FUNCTIONS[function]["Timeout"] + longest


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_a_role_of_its_own_with_exact_actions_on_exact_resources(name: str) -> None:
    role = name.replace("Function", "Role")
    assert FUNCTIONS[name]["Role"] == {"Fn::GetAtt": f"{role}.Arn"}
    assert "ManagedPolicyArns" not in RESOURCES[role]["Properties"]
    loose = [
        statement["Sid"]
        for statement in statements(role)
        if any("*" in action for action in actions(statement)) or statement["Resource"] == "*"
    ]
    assert loose == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_functions_log_is_kept_as_long_as_asked(name: str) -> None:
    log = name.replace("Function", "Log")
    assert FUNCTIONS[name]["LoggingConfig"] == {"LogFormat": "JSON", "LogGroup": {"Ref": log}}
    assert RESOURCES[log]["Properties"] == {"RetentionInDays": {"Ref": "LogRetentionDays"}}


@pytest.mark.parametrize("name", WAITS)
def test_a_function_that_may_wake_itself_is_not_taken_for_a_runaway(name: str) -> None:
    sends = [
        target
        for each in statements(name.replace("Function", "Role"))
        if actions(each) == ["sqs:SendMessage"]
        for target in each["Resource"]
    ]
    may = source(name)["Queue"] in sends
    assert FUNCTIONS[name].get("RecursiveLoop") == ("Allow" if may else None)


def test_the_clock_wakes_release_each_minute_and_a_deployment_wakes_rebuild() -> None:
    (clock,) = FUNCTIONS["ReleaseFunction"]["Events"].values()
    assert clock["Type"] == "ScheduleV2"
    assert clock["Properties"]["ScheduleExpression"] == "rate(1 minute)"
    (target,) = RESOURCES["DeploymentRule"]["Properties"]["Targets"]
    assert target["Arn"] == {"Fn::GetAtt": "RebuildQueue.Arn"}
    assert target["Input"] == '{"after": "", "edition": ""}'


def writable(role: str) -> set[str]:
    """The partitions that a role may write, as its policy names them."""
    return {
        partition
        for each in statements(role)
        if any(re.search("Put|Update|Delete|Write", action) for action in actions(each))
        for condition in each.get("Condition", {}).values()
        for partition in condition.get("dynamodb:LeadingKeys", ())
    }


def test_each_role_writes_the_partitions_that_its_function_writes_and_no_others() -> None:
    article, address = ArticleId("a.md"), Address("/a")
    validate = [
        keys.record(article),
        keys.report(article),
        keys.claim(address),
        keys.waiting(address),
        keys.author("ann.yaml"),
        keys.profiles("ann"),
        keys.told("articles/a.md"),
        keys.site(),
        keys.themes(),
    ]
    index = [
        keys.indexed(article),
        keys.standing(article),
        keys.cited(article),
        keys.entries("all"),
        keys.names("topic"),
        keys.postings("en", "word"),
        keys.referring("PIN", "a.md"),
        keys.used("a.jpg"),
        keys.pages(),
        keys.menu(),
        keys.due(),
        keys.gone(),
        keys.site(),
    ]

    def partitions(places: list[Any]) -> set[str]:
        return {re.sub(r"#.*", "#*", each.partition) for each in places}

    images = [keys.made("a.jpg"), keys.picture_report("a.jpg")]
    roles = ("ValidateRole", "ImagesRole", "IndexRole", "RenderRole", "RebuildRole")
    assert {role: writable(role) for role in roles} == {
        "ValidateRole": partitions(validate),
        "ImagesRole": partitions(images),
        "IndexRole": partitions(index),
        "RenderRole": set(),
        "RebuildRole": partitions([keys.rebuilt(), keys.themes()]),
    }


def test_two_functions_may_tell_the_one_bus_in_the_name_of_presswork_and_no_others() -> None:
    tell = {role: each for role in RESOURCES for each in role_statements(role) if "events:PutEvents" in actions(each)}
    bus = "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${EventBus}"
    allowed = {
        "Sid": "TellOutside",
        "Effect": "Allow",
        "Action": "events:PutEvents",
        "Resource": {"Fn::Sub": bus},
        "Condition": {"ForAllValues:StringEquals": {"events:source": [SOURCE]}},
    }
    assert tell == {"ValidateRole": allowed, "InvalidateRole": allowed}


def test_rejections_come_to_the_topic_in_one_line_and_nobody_is_told_where_there_is_no_bus() -> None:
    rule = RESOURCES["RejectionRule"]["Properties"]
    assert rule["EventBusName"] == {"Ref": "EventBus"}
    assert rule["EventPattern"] == {
        "source": [SOURCE],
        "detail-type": [ArticleRejected.__name__],
        "account": [{"Ref": "AWS::AccountId"}],
    }
    (target,) = rule["Targets"]
    assert target["InputTransformer"]["InputPathsMap"] == {"text": "$.detail.text"}
    outside = [name for name in RESOURCES if name.startswith("Rejection")]
    assert {name: RESOURCES[name]["Condition"] for name in outside} == {
        "RejectionTopic": "HasEventBus",
        "RejectionTopicPolicy": "HasEventBus",
        "RejectionSubscription": "HasRejectionEmail",
        "RejectionRule": "HasEventBus",
    }


def role_statements(name: str) -> list[dict[str, Any]]:
    return statements(name) if RESOURCES[name]["Type"] == "AWS::IAM::Role" else []


def test_search_reads_what_it_needs_of_the_table_and_writes_nothing() -> None:
    read = {
        "dynamodb:GetItem": [keys.site().partition],
        "dynamodb:Query": [keys.postings("en", "word").partition, keys.themes().partition],
        "dynamodb:BatchGetItem": [keys.standing(ArticleId("a.md")).partition],
    }
    allowed = {
        actions(each)[0]: condition["dynamodb:LeadingKeys"]
        for each in statements("SearchRole")
        for condition in each.get("Condition", {}).values()
    }
    assert allowed == {
        action: [re.sub(r"#.*", "#*", each) for each in partitions] for action, partitions in read.items()
    }
    others = [action for each in statements("SearchRole") if "Condition" not in each for action in actions(each)]
    assert others == ["logs:CreateLogStream", "logs:PutLogEvents"]


def test_readers_reach_the_api_through_the_cdn_at_a_bounded_pace_and_the_cdn_keeps_nothing_of_it_for_long() -> None:
    config = RESOURCES["Distribution"]["Properties"]["DistributionConfig"]
    behavior, _ = config["CacheBehaviors"]
    default = config["DefaultCacheBehavior"]
    origin = next(each for each in config["Origins"] if each["Id"] == behavior["TargetOriginId"])
    policy = RESOURCES[behavior["CachePolicyId"]["Ref"]]["Properties"]["CachePolicyConfig"]
    forwarded = policy["ParametersInCacheKeyAndForwardedToOrigin"]
    (route,) = FUNCTIONS["SearchFunction"]["Events"].values()
    assert (behavior["PathPattern"], route["Properties"]["Path"]) == (PATH, PATH)
    assert route["Properties"]["ApiId"] == {"Ref": "Api"}
    assert origin["DomainName"] == {"Fn::Sub": "${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}"}
    assert behavior["ResponseHeadersPolicyId"] == default["ResponseHeadersPolicyId"]
    assert behavior["AllowedMethods"] == default["AllowedMethods"] == [*READS]
    assert (policy["MinTTL"], policy["DefaultTTL"], policy["MaxTTL"] <= 60) == (0, 0, True)
    assert forwarded["QueryStringsConfig"]["QueryStrings"] == ["q", *Asked._fields[1:]]
    assert forwarded["CookiesConfig"] == {"CookieBehavior": "none"}
    assert RESOURCES["Api"]["Properties"]["DefaultRouteSettings"].keys() == {
        "ThrottlingRateLimit",
        "ThrottlingBurstLimit",
    }


def test_react_hears_of_a_request_what_it_must_and_nothing_that_it_answers_is_kept() -> None:
    _, behavior = RESOURCES["Distribution"]["Properties"]["DistributionConfig"]["CacheBehaviors"]
    (route,) = FUNCTIONS["ReactFunction"]["Events"].values()
    path, api = route["Properties"]["Path"], RESOURCES["Api"]["Properties"]
    assert fnmatchcase(path, behavior["PathPattern"])
    assert (route["Properties"]["ApiId"], behavior["TargetOriginId"]) == ({"Ref": "Api"}, "api")
    assert {*METHODS} < {*behavior["AllowedMethods"]}
    assert behavior["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # CachingDisabled
    assert behavior["ResponseHeadersPolicyId"] == {"Ref": "HeadersPolicy"}
    policy = RESOURCES[behavior["OriginRequestPolicyId"]["Ref"]]["Properties"]["OriginRequestPolicyConfig"]
    headers = {each.lower() for each in policy["HeadersConfig"]["Headers"]}
    assert headers == {*HANDED_ON, VIEWER}
    assert policy["QueryStringsConfig"]["QueryStrings"] == ["article"]
    assert [*api["RouteSettings"]] == [f"ANY {path}"]
    assert "CorsConfiguration" not in api


def test_react_reads_of_the_site_how_articles_stand_and_writes_its_own_table_only() -> None:
    own, site = {"Fn::GetAtt": "ReactionsTable.Arn"}, {"Fn::GetAtt": "Table.Arn"}
    allowed = {str(each["Resource"]): actions(each) for each in statements("ReactRole")}
    assert allowed[str(site)] == ["dynamodb:BatchGetItem"]
    assert {action.removeprefix("dynamodb:") for action in allowed[str(own)]} == {
        "GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem",
    }  # fmt: skip
    (partitions,) = (each["Condition"] for each in statements("ReactRole") if each["Resource"] == site)
    assert partitions == {
        "ForAllValues:StringLike": {
            "dynamodb:LeadingKeys": [
                keys.site().partition,
                re.sub(r"#.*", "#*", keys.standing(ArticleId("a.md")).partition),
            ]
        }
    }


def test_what_readers_think_is_kept_and_their_votes_are_forgotten() -> None:
    table = RESOURCES["ReactionsTable"]
    assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert table["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["Properties"]["TimeToLiveSpecification"] == {"AttributeName": "u", "Enabled": True}


@pytest.mark.parametrize("name", of_type("AWS::S3::Bucket"))
def test_a_bucket_is_private_encrypted_and_kept(name: str) -> None:
    properties = RESOURCES[name]["Properties"]
    assert properties["PublicAccessBlockConfiguration"] == dict.fromkeys(
        ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
    )
    assert "ServerSideEncryptionConfiguration" in properties["BucketEncryption"]
    assert (RESOURCES[name]["DeletionPolicy"], RESOURCES[name]["UpdateReplacePolicy"]) == ("Retain", "Retain")
    policy = RESOURCES[f"{name}Policy"]["Properties"]
    assert policy["Bucket"] == {"Ref": name}
    assert "aws:SecureTransport" in str(policy["PolicyDocument"])


def test_invalidations_that_cloudfront_does_not_take_are_tried_for_hours_and_are_never_too_large() -> None:
    waits = WOKEN["InvalidateQueue"]
    assert waits["VisibilityTimeout"] * waits["RedrivePolicy"]["maxReceiveCount"] >= 10 * 60 * 60
    assert source("InvalidateFunction")["BatchSize"] < CHANGES_AT_ONCE


def test_what_is_written_over_is_there_to_be_read_for_as_long_as_its_event_may_take() -> None:
    site = RESOURCES["SiteBucket"]["Properties"]
    assert site["VersioningConfiguration"] == {"Status": "Enabled"}
    (rule,) = site["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], rule["NoncurrentVersionExpiration"]) == ("Enabled", {"NoncurrentDays": 1})


def test_the_cdn_reads_cache_tags_where_pages_carry_them_and_keeps_no_missing_page() -> None:
    """A page where nothing was is not invalidated."""
    config = RESOURCES["Distribution"]["Properties"]["DistributionConfig"]
    header = {"HeaderName": "x-amz-meta-cache-tag"}
    assert config["CacheTagConfig"] == {"Fn::If": ["HasCacheTags", header, {"Ref": "AWS::NoValue"}]}
    assert {each["ErrorCachingMinTTL"] for each in config["CustomErrorResponses"]} == {0}


def test_only_what_makes_pictures_carries_pillow() -> None:
    assert "PillowLayer" not in str(TEMPLATE["Globals"])
    assert [name for name, each in FUNCTIONS.items() if "Layers" in each] == ["ImagesFunction"]
    assert FUNCTIONS["ImagesFunction"]["Layers"] == [{"Ref": "PillowLayer"}]


NO_FEATURES = (
    "accelerometer bluetooth browsing-topics camera clipboard-read display-capture gamepad geolocation gyroscope hid"
    " idle-detection local-fonts magnetometer microphone midi payment publickey-credentials-get screen-wake-lock serial"
    " usb window-management xr-spatial-tracking"
)
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; media-src 'self' https:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "cross-origin",
    "permissions-policy": ", ".join(f"{name}=()" for name in NO_FEATURES.split()),
    "referrer-policy": "strict-origin-when-cross-origin",
    "strict-transport-security": "max-age=63072000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""What readers get without TLS."""
UPGRADED = {"content-security-policy": HEADERS["content-security-policy"] + "; upgrade-insecure-requests"}


@pytest.mark.parametrize(
    ("parameters", "differs"),
    [
        ({}, UPGRADED),
        ({"ViewerProtocolPolicy": "allow-all"}, {}),
        ({"SubdomainsTLS": "on"}, UPGRADED | {"strict-transport-security": "max-age=63072000; includeSubDomains"}),
    ],
)
def test_every_answer_carries_these_headers_whatever_the_origin_says(
    parameters: dict[str, str], differs: dict[str, str]
) -> None:
    policy = resolved(RESOURCES["HeadersPolicy"]["Properties"]["ResponseHeadersPolicyConfig"], **parameters)
    added = list(added_headers(policy))
    assert {each.name: each.value for each in added} == HEADERS | differs
    assert [each.name for each in added if not each.override] == []
    behaviour = RESOURCES["Distribution"]["Properties"]["DistributionConfig"]["DefaultCacheBehavior"]
    assert behaviour["ResponseHeadersPolicyId"] == {"Ref": "HeadersPolicy"}
