"""The CDN: CloudFront forgets what it is told to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from presswork.steps.ports import CdnBusy

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient

_BUSY = {"TooManyInvalidationsInProgress", "Throttling", "ThrottlingException", "TooManyRequestsException"}


class CloudFrontCdn:
    """One distribution."""

    def __init__(self, client: CloudFrontClient, distribution: str) -> None:
        self._client = client
        self._distribution = distribution

    def invalidate(self, items: Sequence[str], reference: str) -> None:
        try:
            self._client.create_invalidation(
                DistributionId=self._distribution,
                InvalidationBatch={
                    "Paths": {"Quantity": len(items), "Items": list(items)},
                    "CallerReference": reference,
                },
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _BUSY:
                raise CdnBusy(str(error)) from error
            raise
