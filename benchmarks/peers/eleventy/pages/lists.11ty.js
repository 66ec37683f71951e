const { frame, escape, day, text } = require("../templates/frame.js");

const at = (page, number) => `/${page.place}${number ? `page/${number + 1}/` : ""}`;

exports.data = {
  pagination: { data: "collections.listPages", size: 1, alias: "list" },
  permalink: (data) => at(data.list, data.list.number),
};
exports.render = ({ list }) =>
  frame(
    list.place,
    `<ul>${list.entries.map((each) => `<li><a href="${each.url}">${escape(each.data.title)}</a> ${day(each.date)} ${text(each.rawInput)}</li>`).join("")}</ul>
<nav>${list.number ? `<a href="${at(list, list.number - 1)}">Newer</a>` : ""}${list.last ? "" : `<a href="${at(list, list.number + 1)}">Older</a>`}</nav>`,
  );
