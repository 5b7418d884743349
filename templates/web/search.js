// Searches the headlines of all issues. Without this script the page has its lists; nothing is sent anywhere.
"use strict";
(() => {
  const form = document.getElementById("search");
  const query = document.getElementById("query");
  const found = document.getElementById("found");
  const most = 50;
  let index = null;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  function show() {
    const words = plain(query.value).split(/\s+/).filter(Boolean);
    found.replaceChildren();
    if (!index || !words.length) return;
    const rows = index.headlines.filter((row) => words.every((word) => row[5].includes(word))).slice(0, most);
    if (!rows.length) {
      const none = document.createElement("p");
      none.textContent = form.dataset.none;
      found.append(none);
      return;
    }
    const list = document.createElement("ul");
    list.className = "strand";
    for (const [number, headline, topic, region, piece] of rows) {
      const issue = index.issues[number];
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = `${issue.href}#${piece}`;
      link.textContent = headline;
      link.dir = "auto";
      const where = document.createElement("span");
      where.className = "count";
      where.textContent = ` ${[region, topic, issue.name].filter(Boolean).join(" · ")}`;
      line.append(link, where);
      list.append(line);
    }
    found.append(list);
  }

  fetch(form.dataset.index)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
    .then((read) => {
      for (const row of read.headlines) row[5] = plain(`${row[1]} ${row[2]} ${row[3]}`);
      index = read;
      form.hidden = false;
      form.addEventListener("submit", (event) => event.preventDefault());
      query.addEventListener("input", show);
    })
    .catch(() => {});
})();
