"""The CDN: CloudFront forgets what it is told to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient


class CloudFrontCdn:
    """One distribution."""

    def __init__(self, client: CloudFrontClient, distribution: str) -> None:
        self._client = client
        self._distribution = distribution

    def invalidate(self, paths: Sequence[str], reference: str) -> None:
        self._client.create_invalidation(
            DistributionId=self._distribution,
            InvalidationBatch={
                "Paths": {"Quantity": len(paths), "Items": list(paths)},
                "CallerReference": reference,
            },
        )
