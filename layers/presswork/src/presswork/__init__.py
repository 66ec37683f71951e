"""Presswork: articles go in, a site comes out. The folders stand in the order in which an article goes through them.

article/   what an article is; hostile input ends here
index/     what the site knows
pages/     what the site says
steps/     the verbs, over ports: no boto3, no clock, no environment
aws/       the ports on AWS; the only boto3
"""
