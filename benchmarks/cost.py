"""What one publication costs on AWS, by service, per 1,000 of them: in archives of two sizes it should be the same.

    python -m benchmarks.cost [--sizes 100 5000]

Calls, DynamoDB's units and the messages are counted on the emulator (see benchmarks/calls.py), and multiplied by the
prices in desk/prices.py. What cannot be counted there is taken from above: each message is received and deleted by a
call of its own, wakes its function alone, and makes that run for all of its calls, one after the other.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence

from benchmarks.calls import SIZES, Cost, publication_beside
from benchmarks.figures import Figure, at_most, machine, parser, show
from desk import prices

PUBLISHES = 1000
GOAL_PERCENT = 5.0
CALL_SECONDS = 0.008
"""What a function waits for a call of DynamoDB, S3 or SQS."""
PAGE_SECONDS = 0.005
"""What a function computes for a message."""
GB = 1.0
"""Memory of the functions, as template.yaml gives it."""
LOG_BYTES = 2000
"""Logged of a message: by the function a line or two, by Lambda three."""
CDN = "CloudFront, beyond the free items"
S3_WRITES = ("s3 PutObject", "s3 ListObjectsV2")
S3_READS = ("s3 GetObject", "s3 HeadObject")


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser("Says what a publication costs.")
    options.add_argument("--sizes", type=int, nargs=2, default=SIZES, help="articles in the archive (100 5000)")
    given = options.parse_args(arguments)
    here = machine()
    costs = [(size, dollars(publication_beside(size))) for size in given.sizes]
    figures = [
        Figure(f"{service}, {size:,} articles", round(PUBLISHES * cost[service], 4), "$")
        for service in costs[0][1]
        for size, cost in costs
    ]
    small, large = (sum(cost.values()) - cost[CDN] for _, cost in costs)
    more = round(100 * (large / small - 1), 1)
    print(f"For {PUBLISHES:,} publications, at the prices of {prices.AS_OF}", file=sys.stderr)
    return show(
        here,
        [*figures, at_most("dearer in the larger, CloudFront left out", more, "%", GOAL_PERCENT)],
        as_json=given.json,
    )


def dollars(cost: Cost) -> Mapping[str, float]:
    """What a publication costs, by service."""
    calls: Counter[str] = Counter(cost.calls)
    # The upload and each page that is written send a message besides, from S3.
    plain, fifo = 1 + cost.pages_changed, cost.articles + cost.pages_made
    sends = calls["sqs SendMessageBatch"]
    messages = plain + fifo
    seconds = sum(calls.values()) * CALL_SECONDS + messages * PAGE_SECONDS
    return {
        "DynamoDB": cost.write_units * prices.WRITE_UNIT + cost.read_units * prices.READ_UNIT,
        "S3": sum(calls[each] for each in S3_WRITES) * prices.S3_WRITE
        + sum(calls[each] for each in S3_READS) * prices.S3_READ,
        "SQS": 3 * plain * prices.SQS_REQUEST + (sends + 2 * fifo) * prices.SQS_FIFO_REQUEST,
        "Lambda": messages * prices.LAMBDA_CALL + seconds * GB * prices.LAMBDA_GB_SECOND,
        "CloudWatch Logs": messages * LOG_BYTES / 2**30 * prices.LOG_GB,
        CDN: cost.items * prices.INVALIDATION_ITEM,
    }


if __name__ == "__main__":
    sys.exit(main())
