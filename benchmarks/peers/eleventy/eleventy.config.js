// The collections: all articles, newest first, with neighbours and related ones; and the pages of each list.
const PAGE = 30;

const slug = (name) => name.toLowerCase().replace(/[^a-z0-9]+/g, "-");

function relate(articles) {
  const byTopic = new Map();
  articles.forEach((each, number) => {
    each.data.newer = articles[number - 1];
    each.data.older = articles[number + 1];
    for (const topic of each.data.topics) {
      if (!byTopic.has(topic)) byTopic.set(topic, []);
      byTopic.get(topic).push(number);
    }
  });
  articles.forEach((each, number) => {
    const shared = new Map();
    for (const topic of each.data.topics)
      for (const other of byTopic.get(topic)) if (other !== number) shared.set(other, (shared.get(other) ?? 0) + 1);
    const best = [...shared].sort((a, b) => b[1] - a[1]).slice(0, 5);
    each.data.related = best.map(([other]) => articles[other]);
  });
  return articles;
}

function lists(articles) {
  const found = new Map([["", articles]]);
  for (const kind of ["sections", "topics", "authors"])
    for (const each of articles)
      for (const name of each.data[kind]) {
        const place = `${kind}/${slug(name)}/`;
        if (!found.has(place)) found.set(place, []);
        found.get(place).push(each);
      }
  return found;
}

module.exports = function (config) {
  let articles, listed;
  const all = (api) => {
    if (!api.presswork) api.presswork = relate(api.getFilteredByGlob("content/articles/*.md").reverse());
    articles = api.presswork;
    return articles;
  };
  config.addCollection("articles", all);
  config.addCollection("listPages", (api) => {
    listed = lists(all(api));
    const pages = [];
    for (const [place, entries] of listed)
      for (let start = 0; start < entries.length; start += PAGE)
        pages.push({ place, number: start / PAGE, last: start + PAGE >= entries.length, entries: entries.slice(start, start + PAGE) });
    return pages;
  });
  config.addCollection("feeds", (api) =>
    [...lists(all(api))].filter(([place]) => !place.startsWith("topics")).map(([place, entries]) => ({ place, entries: entries.slice(0, PAGE) })),
  );
  config.addFilter("slug", slug);
  return { dir: { input: "content", output: "public", includes: "../templates" }, markdownTemplateEngine: false };
};
