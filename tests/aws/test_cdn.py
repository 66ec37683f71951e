"""The CDN on CloudFront: an invalidation names the paths it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from presswork.aws.cdn import CloudFrontCdn
from tests.conftest import moto_client

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient

PATHS = ["/", "/2026/11/%E6%B8%AF", "/index.html", "/topics/c%23"]


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


def test_an_invalidation_names_paths_and_reference(cloudfront: CloudFrontClient) -> None:
    distribution = create_distribution(cloudfront)
    CloudFrontCdn(cloudfront, distribution).invalidate(PATHS, "reference")
    (listed,) = cloudfront.list_invalidations(DistributionId=distribution)["InvalidationList"]["Items"]
    found = cloudfront.get_invalidation(DistributionId=distribution, Id=listed["Id"])["Invalidation"]
    assert found["InvalidationBatch"] == {
        "Paths": {"Quantity": 4, "Items": PATHS},
        "CallerReference": "reference",
    }


def test_a_distribution_that_is_not_there_is_raised(cloudfront: CloudFrontClient) -> None:
    with pytest.raises(ClientError, match="NoSuchDistribution"):
        CloudFrontCdn(cloudfront, "ENOTTHERE").invalidate(PATHS, "reference")
