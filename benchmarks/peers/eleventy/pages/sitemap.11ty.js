exports.data = { permalink: "/sitemap.xml" };
exports.render = ({ collections }) =>
  `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${collections.articles.map((each) => `<url><loc>https://example.com${each.url}</loc><lastmod>${each.date.toISOString()}</lastmod></url>`).join("\n")}</urlset>
`;
