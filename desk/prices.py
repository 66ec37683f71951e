"""What AWS asks for what a publish causes, in US dollars. Source: https://aws.amazon.com/cloudfront/pricing."""

AS_OF = "November 2026"
INVALIDATION_ITEM = 0.005
"""A path, a wildcard or a cache tag that an invalidation names."""
FREE_ITEMS = 1000
"""A month and account: they cost nothing."""
