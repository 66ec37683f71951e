"""rebuild: woken through RebuildQueue by hints of two kinds, to go on with what is too much for one run.

`{"after": key, "edition": edition}`: everything anew, behind an upload; both empty: from the start.
`{"walk": list, "before": position}`: all articles of a list, before a position; if it is empty, from the newest on.
"""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from presswork.aws import wiring
from presswork.aws.messages import Event, Unreadable, body, each_message, field, logger
from presswork.index.lists import ALL
from presswork.pages.addresses import FOLDERS
from presswork.steps.rebuild import rebuild
from presswork.steps.walk import walk

ENOUGH_MS = 10_000
"""With less time left than this, the rest is for another run."""


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: Event, context: LambdaContext) -> Any:
    def time_left() -> bool:
        return context.get_remaining_time_in_millis() > ENOUGH_MS

    def message(record: SQSRecord) -> None:
        table, wakes = wiring.table(), wiring.wakes()
        if "walk" in body(record):
            name, before = field(record, "walk"), field(record, "before")
            if name.partition(":")[0] not in (*FOLDERS, ALL):
                raise Unreadable(f"there is no list {name!r}")
            logger.info("walked", woken=walk(name, before, table=table, wakes=wakes, time_left=time_left), list=name)
            return
        after, edition = field(record, "after"), field(record, "edition")
        woken = rebuild(
            after,
            edition,
            table=table,
            uploads=wiring.uploads(),
            wakes=wakes,
            time_left=time_left,
            reactions=wiring.with_reactions(),
        )
        logger.info("rebuild", woken=woken)

    return each_message(event, context, message, fifo=False)
