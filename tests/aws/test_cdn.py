"""The CDN on CloudFront: an invalidation names what it was given; too much for now is told from what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from presswork.aws.cdn import CloudFrontCdn
from presswork.steps.ports import CdnBusy
from tests.conftest import moto_client

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient

ITEMS = ["#4182c665d0f97919", "/", "/2026/11/%E6%B8%AF", "/index.html", "/topics/c%23"]


@pytest.fixture
def cloudfront(moto: None) -> CloudFrontClient:  # noqa: ARG001
    client: CloudFrontClient = moto_client("cloudfront")
    return client


def create_distribution(client: CloudFrontClient) -> str:
    """The id of a distribution with all defaults."""
    made = client.create_distribution(
        DistributionConfig={
            "CallerReference": "site",
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [{"Id": "site", "DomainName": "site.s3.amazonaws.com"}]},
            "DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "https-only"},
        }
    )
    return made["Distribution"]["Id"]


def test_an_invalidation_names_items_and_reference(cloudfront: CloudFrontClient) -> None:
    distribution = create_distribution(cloudfront)
    CloudFrontCdn(cloudfront, distribution).invalidate(ITEMS, "reference")
    (listed,) = cloudfront.list_invalidations(DistributionId=distribution)["InvalidationList"]["Items"]
    found = cloudfront.get_invalidation(DistributionId=distribution, Id=listed["Id"])["Invalidation"]
    assert found["InvalidationBatch"] == {
        "Paths": {"Quantity": 5, "Items": ITEMS},
        "CallerReference": "reference",
    }


def test_a_distribution_that_is_not_there_is_raised(cloudfront: CloudFrontClient) -> None:
    with pytest.raises(ClientError, match="NoSuchDistribution"):
        CloudFrontCdn(cloudfront, "ENOTTHERE").invalidate(ITEMS, "reference")


@pytest.mark.parametrize("code", ["TooManyInvalidationsInProgress", "Throttling", "ThrottlingException"])
def test_too_much_for_now_is_told_apart(cloudfront: CloudFrontClient, code: str) -> None:
    distribution = create_distribution(cloudfront)

    def refuse(parsed: dict[str, Any], http_response: Any, **_: object) -> None:
        http_response.status_code = 400
        parsed["Error"] = {"Code": code, "Message": "Not now."}

    cloudfront.meta.events.register("after-call.cloudfront.CreateInvalidation", refuse, "refuse")
    try:
        with pytest.raises(CdnBusy, match=f"{code}.*Not now"):
            CloudFrontCdn(cloudfront, distribution).invalidate(ITEMS, "reference")
    finally:
        cloudfront.meta.events.unregister("after-call.cloudfront.CreateInvalidation", unique_id="refuse")
