"""The ports on AWS: table, buckets, queues, CDN, and the one module that wires them up."""
