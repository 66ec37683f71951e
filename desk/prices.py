"""What AWS asks for what a publish causes, in US dollars: in us-east-1, without free allowances, arm64, on demand.

Sources: the pages named `pricing` of each service, https://aws.amazon.com/dynamodb/pricing/on-demand and so on.
"""

AS_OF = "November 2026"
INVALIDATION_ITEM = 0.005
"""A path, a wildcard or a cache tag that an invalidation names."""
FREE_ITEMS = 1000
"""A month and account: they cost nothing."""
WRITE_UNIT = 0.625e-6
"""DynamoDB: a write of up to 1 KB; a transaction takes two."""
READ_UNIT = 0.125e-6
"""DynamoDB: a strongly consistent read of up to 4 KB."""
S3_WRITE = 5e-6
"""A PUT or a LIST. A DELETE costs nothing."""
S3_READ = 0.4e-6
"""A GET or a HEAD."""
SQS_REQUEST = 0.4e-6
SQS_FIFO_REQUEST = 0.5e-6
LAMBDA_CALL = 0.2e-6
LAMBDA_GB_SECOND = 13.3334e-6
LOG_GB = 0.5
