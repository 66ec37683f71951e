module.exports = {
  layout: "article.11ty.js",
  permalink: (data) => `/${data.page.date.getUTCFullYear()}/${String(data.page.date.getUTCMonth() + 1).padStart(2, "0")}/${data.slug}/`,
};
