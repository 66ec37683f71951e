const { escape, text } = require("../templates/frame.js");

exports.data = {
  pagination: { data: "collections.feeds", size: 1, alias: "feed" },
  permalink: (data) => (data.feed.place ? `/feeds/${data.feed.place.slice(0, -1)}.xml` : "/feed.xml"),
};
exports.render = ({ feed }) =>
  `<rss version="2.0"><channel><title>${feed.place}</title><link>https://example.com/${feed.place}</link><description>${feed.place}</description>
${feed.entries.map((each) => `<item><title>${escape(each.data.title)}</title><link>https://example.com${each.url}</link><pubDate>${each.date.toUTCString()}</pubDate><description>${text(each.rawInput)}</description></item>`).join("\n")}</channel></rss>
`;
