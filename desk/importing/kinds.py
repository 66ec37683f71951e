"""The kinds of sites that can be imported; each is a module of that name."""

KINDS = ("jekyll", "hugo", "zola", "eleventy", "pelican", "ghost", "wordpress", "html")
