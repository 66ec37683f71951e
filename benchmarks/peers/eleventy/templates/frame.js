exports.escape = (text) => String(text).replace(/[&<>"]/g, (each) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[each]);
exports.day = (date) => date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
exports.text = (html) => html.replace(/<[^>]*>/g, "").slice(0, 200);
exports.frame = (title, main) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${exports.escape(title)}</title>
<link rel="alternate" type="application/rss+xml" href="https://example.com/feed.xml">
</head>
<body>
<header><a href="/">The Harbour Post</a></header>
<main>${main}</main>
</body>
</html>
`;
