const { frame, escape, day } = require("./frame.js");

const link = (each) => (each ? `<a href="${each.url}">${escape(each.data.title)}</a>` : "");

exports.render = function (data) {
  const names = (kind) => data[kind].map((name) => `<a href="/${kind}/${this.slug(name)}/">${escape(name)}</a>`).join(" ");
  const minutes = Math.ceil(data.content.split(/\s+/).length / 200);
  return frame(
    data.title,
    `<article>
<h1>${escape(data.title)}</h1>
<p>${names("sections")} ${names("authors")} <time datetime="${data.page.date.toISOString()}">${day(data.page.date)}</time> ${minutes} minutes</p>
${data.content}
<ul>${data.topics.map((name) => `<li><a href="/topics/${this.slug(name)}/">${escape(name)}</a></li>`).join("")}</ul>
</article>
<ul>${(data.related ?? []).map((each) => `<li>${link(each)} ${day(each.date)}</li>`).join("")}</ul>
<nav>${link(data.older)}${link(data.newer)}</nav>`,
  );
};
