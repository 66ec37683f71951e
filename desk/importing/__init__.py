"""Articles of other systems, rewritten for this one: read by kind, then names, links and pictures, then written.

| module                                              | is                                                        |
|-----------------------------------------------------|-----------------------------------------------------------|
| `entry`                                             | what every kind gives: an article in our words            |
| `jekyll`, `hugo`, `zola`, `eleventy`, `pelican`, …  | the kinds: where articles lie, and their old addresses    |
| `source`, `matter`, `mapping`, `permalinks`         | what kinds share: files, front matter, fields, addresses  |
| `tags`, `liquid`, `shortcodes`, `masks`             | shortcodes and template tags of bodies                    |
| `naming`, `links`, `compose`                        | new names and addresses; links and pictures; the files    |
| `run`, `report`                                     | the command, and what it tells                            |
"""
