// Sets a side-by-side page as a book: the first language on left pages, the other on the right ones, row beside row.
(() => {
  "use strict";
  const doc = document;
  const all = (selector, root = doc) => [...root.querySelectorAll(selector)];
  const make = (name, className, ...inside) => {
    const element = doc.createElement(name);
    element.className = className;
    element.append(...inside);
    return element;
  };
  const SPLIT = "ul, ol, dl, blockquote, div, section, table, tbody, .footnote";

  // What a row has for one side: a copy of its cell, or of what both sides share.
  const cell = (row, side) => {
    if (!row.matches(".heading")) {
      const shared = row.matches(".shared, .picture") && !row.matches(".marked");
      return (row.children[shared && !row.children[side]?.lang ? 0 : side] || row.children[0]).cloneNode(true);
    }
    const heading = row.firstElementChild.cloneNode(false);
    const words = row.firstElementChild.children;
    heading.append((words[side] || words[0]).cloneNode(true));
    heading.lang = (words[side] || words[0]).lang;
    const marks = side ? all(":scope > .mark", row).map((mark) => mark.cloneNode(true)) : [];
    return marks.length ? make("div", "", heading, ...marks) : heading;
  };
  const part = (row, side) => {
    const copy = cell(row, side);
    if (row.matches(".picture")) copy.querySelectorAll(".mark").forEach((mark) => mark.remove());
    const box = make("div", "row part" + (row.matches(".heading") ? " head-part" : ""), copy);
    if (side) all("[id]", box).concat(copy).forEach((one) => one.removeAttribute("id"));
    else if (row.id) box.dataset.code = row.id;
    return box;
  };

  // An element cut into one copy for each of its children, so that a long list goes on overleaf.
  const pieces = (box) => {
    const path = [box];
    while (path[path.length - 1].children.length === 1 && path[path.length - 1].matches(SPLIT)) path.push(path[path.length - 1].firstElementChild);
    const last = path[path.length - 1];
    if (!last.matches(SPLIT) || last.children.length < 2) return [box];
    return [...last.children].map((child, place) => {
      let inner = last.cloneNode(false);
      if (last.matches("ol")) inner.start = (last.start || 1) + place;
      inner.append(child.cloneNode(true));
      for (const outer of path.slice(0, -1).reverse()) {
        const copy = outer.cloneNode(false);
        copy.append(inner);
        inner = copy;
      }
      if (place) {
        delete inner.dataset.code;
        inner.classList.add("on");
      }
      inner.classList.toggle("keep", child.matches("thead, caption, dt"));
      return inner;
    });
  };

  const arrange = () => {
    const article = doc.querySelector("article");
    const names = [doc.documentElement.dataset.left, doc.documentElement.dataset.right];
    const languages = all(".views input").slice(1, 3).map((radio) => radio.value);
    const directions = languages.map((language) => (article.querySelector(`[lang="${language}"][dir]`) || {}).dir || "ltr");
    const sheet = (side, folio) => {
      const text = make("div", "text");
      const page = make("section", "sheet " + (side ? "recto" : "verso"), make("p", "running", names[side]), text, make("p", "folio", folio));
      page.lang = languages[side];
      page.dir = directions[side];
      return { page, text };
    };
    const sheets = make("main", "sheets");
    sheets.id = "main--text";
    doc.body.append(sheets);
    const trial = [0, 1].map((side) => sheet(side, "0"));
    sheets.append(...trial.map((one) => one.page));

    const head = doc.querySelector(".head");
    const title = head.querySelector("h1");
    const pairs = [...article.children].map((row) => [part(row, 0), part(row, 1)]);
    const columns = all(".about", head);
    if (title) {
      const first = [0, 1].map((side) => {
        const words = title.children[side] || title.children[0];
        const heading = make("h1", "", ...(words ? words.cloneNode(true).childNodes : [title.textContent]));
        return make("div", "row part", heading, ...(columns[side] ? [...columns[side].cloneNode(true).children] : []));
      });
      all("[id]", first[1]).concat(all("[id]", first[0])).forEach((one) => one.removeAttribute("id"));
      pairs.unshift(first);
    }

    const cover = make("section", "sheet cover", ...(title ? [...title.children].map((one) => make("p", "name-of", ...one.cloneNode(true).childNodes)) : []));
    const address = (doc.querySelector("link[rel=canonical]") || location).href.replace(/[?#].*/, "");
    cover.append(make("p", "data", doc.querySelector(".name").textContent.trim()), make("p", "data", address));
    all("body > :not(.sheets)").forEach((one) => one.remove());
    doc.body.className = "book";

    // Heights are those of paper: the style of sheets is the same on the screen.
    const limit = trial[0].text.getBoundingClientRect().height;
    const measure = (list) => {
      trial.forEach(({ text }, side) => text.append(...list.map((pair) => pair[side])));
      const heights = list.map((pair) => Math.max(...pair.map((one) => one.getBoundingClientRect().height)));
      const cells = trial.flatMap(({ text }) => all("th, td", text)).map((one) => [one, one.getBoundingClientRect().width]);
      cells.forEach(([one, width]) => { one.style.width = width + "px"; });
      trial.forEach(({ text }) => text.replaceChildren());
      return list.flatMap((pair, place) => {
        const cut = heights[place] > limit / 3 ? pair.map(pieces) : [[], []];
        if (cut[0].length < 2 || cut[0].length !== cut[1].length) return [{ pair, height: heights[place] }];
        return measure(cut[0].map((one, number) => [one, cut[1][number]]));
      });
    };
    const measured = measure(pairs);
    trial.forEach((one) => one.page.remove());

    let open = null;
    let used = 0;
    let folio = 0;
    const turn = () => {
      folio += 1;
      open = [sheet(0, folio + "v"), sheet(1, folio + "r")];
      used = 0;
      sheets.append(...open.map((one) => one.page));
    };
    measured.forEach(({ pair, height }, place) => {
      // A heading stays with what follows it.
      let needed = height;
      for (let next = place; measured[next].pair[0].matches(".head-part, .keep") && measured[next + 1]; next += 1) needed += Math.min(measured[next + 1].height, limit / 3);
      if (!open || (used && used + needed > limit)) turn();
      pair.forEach((one, side) => {
        one.style.minHeight = height + "px";
        open[side].text.append(one);
      });
      used += height;
    });
    // A piece that no page holds goes on overleaf; a blank page then keeps left pages left.
    all(".sheet", sheets).forEach((page) => {
      const height = page.querySelector(".text").scrollHeight;
      page.classList.toggle("long", height > limit + 1);
      if (height > limit + 1 && Math.ceil(height / limit) % 2 === 0) page.after(make("section", "sheet blank"));
    });

    sheets.prepend(cover);
  };

  const style = doc.createElement("link");
  style.rel = "stylesheet";
  style.href = doc.currentScript.dataset.style;
  style.addEventListener("load", () => {
    arrange();
    doc.documentElement.dataset.book = "ready";
    if (doc.documentElement.dataset.print) print();
  });
  doc.head.append(style);
})();
