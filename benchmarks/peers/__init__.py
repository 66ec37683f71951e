"""Presswork beside other generators of sites, on the same articles."""
