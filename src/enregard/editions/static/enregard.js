// Remembers the view, keeps the reader's place between editions, names the section being read. Pages read without it.
(() => {
  "use strict";
  const doc = document;
  const all = (selector, root = doc) => [...root.querySelectorAll(selector)];
  const store = {
    get(key) { try { return localStorage.getItem("enregard-" + key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem("enregard-" + key, value); } catch { /* a private window */ } },
  };

  // Views: in the address and between visits.
  const radios = all(".views input");
  const swap = doc.getElementById("view--swap");
  const choose = (value) => {
    const radio = radios.find((one) => one.value === value);
    if (radio) radio.checked = true;
    return Boolean(radio);
  };
  if (radios.length) {
    choose(new URLSearchParams(location.search).get("v")) || choose(store.get("view"));
    swap.checked = store.get("swap") === "yes";
    swap.addEventListener("change", () => store.set("swap", swap.checked ? "yes" : "no"));
    radios.forEach((radio) => radio.addEventListener("change", () => {
      const place = reading();
      store.set("view", radio.value);
      const address = new URL(location);
      if (radio.value === "both") address.searchParams.delete("v");
      else address.searchParams.set("v", radio.value);
      try { history.replaceState(null, "", address); } catch { /* file: in some browsers */ }
      if (place) place.scrollIntoView();
    }));
  }

  let rows = [];
  // The row, or block, at the top of the window.
  const reading = () => rows.find((row) => row.getBoundingClientRect().bottom > 70);
  const hash = (row) => row && (row.id || (row.querySelector("[id^='s-']") || {}).id);

  const start = () => {
    const article = doc.querySelector("article");
    if (!article) return;
    rows = [...article.children];
    if (!radios.length) signs(article);
    show();
    addEventListener("hashchange", show);
    sections();
    wide();
    addEventListener("resize", wide);
    // Links to other editions keep the place.
    all(".editions a").forEach((link) => link.addEventListener("click", () => {
      const place = location.hash.slice(1) || (scrollY > 200 && hash(reading()));
      if (place) link.hash = place;
    }));
    one();
    citing(article);
    book();
  };

  // The same page as a book, made by a script of its own when it is asked for.
  const book = () => {
    const link = doc.querySelector(".facing-pages");
    if (!link) return;
    link.parentElement.hidden = false;
    const make = () => {
      const script = doc.createElement("script");
      script.src = link.dataset.script;
      script.dataset.style = link.dataset.style;
      doc.body.append(script);
    };
    link.addEventListener("click", (event) => {
      event.preventDefault();
      doc.documentElement.dataset.print = "yes";
      make();
    });
    if (new URLSearchParams(location.search).get("print") === "facing") make();
  };

  // What scrolls sideways can be reached by keyboard; what does not is no stop on the way.
  const wide = () => all("pre, .row > div, .single table").forEach((box) => {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  });

  // A permalink whose passage is out of sight in this view leads to its row.
  const show = () => {
    const target = doc.getElementById(decodeURIComponent(location.hash.slice(1)));
    const row = target && !target.getClientRects().length && target.closest(".row");
    if (row) row.scrollIntoView();
  };

  // In one language the signs stand in the margin, and only where the pointer is.
  const signs = (article) => {
    const label = doc.getElementById("label--permalink");
    rows.forEach((block) => {
      const passage = block.matches("[id^='s-']") ? block : block.querySelector("[id^='s-']");
      if (!passage) return;
      const heading = /^H[2-6]$/.test(block.tagName) && block.id;
      const sign = doc.createElement("a");
      sign.className = heading ? "sign section" : "sign";
      sign.href = "#" + (heading ? block.id : passage.id);
      if (label) sign.setAttribute("aria-label", label.textContent);
      sign.style.top = block.offsetTop + "px";
      block.addEventListener("mouseenter", () => {
        sign.style.top = block.offsetTop + "px";
        all(".sign.near", article).forEach((other) => other.classList.remove("near"));
        sign.classList.add("near");
      });
      block.after(sign);
    });
    rows = rows.filter((row) => row.isConnected);
  };

  // The section being read.
  const sections = () => {
    const entries = all(".contents a, .jump a").map((link) => [link, doc.getElementById(decodeURIComponent(link.hash.slice(1)))])
      .filter(([, heading]) => heading);
    if (!entries.length) return;
    const now = doc.querySelector(".now");
    const jump = doc.querySelector(".jump");
    if (jump) jump.addEventListener("click", (event) => { if (event.target.closest("a")) jump.open = false; });
    let waiting = false;
    const mark = () => {
      waiting = false;
      let current = null;
      for (const [, heading] of entries) if (heading.getBoundingClientRect().top < 120) current = heading;
      entries.forEach(([link, heading]) => heading === current ? link.setAttribute("aria-current", "location") : link.removeAttribute("aria-current"));
      if (now) now.textContent = current ? (current.querySelector(":scope > :nth-child(2)") || current).textContent : "";
    };
    addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(mark); } }, { passive: true });
    mark();
  };

  // What is copied from one column does not drag the other.
  const one = () => {
    const article = doc.querySelector("article");
    if (!radios.length) return;
    article.addEventListener("mousedown", (event) => {
      const cell = event.target.closest(".row > [lang], .row.heading > * > [lang]");
      article.classList.remove("only-first", "only-second");
      if (cell) article.classList.add(cell.matches(":nth-child(1)") ? "only-first" : "only-second");
    });
  };

  // Citing: one button and one card in the page, moved to where the reader is.
  const citing = (article) => {
    const words = doc.getElementById("template--cite");
    if (!words) return;
    const [button, card] = words.content.cloneNode(true).children;
    const said = words.dataset;
    const box = card.querySelector(".cited");
    const done = card.querySelector("[role=status]");
    let place = null;
    let chosen = "";
    let told = {};
    const near = (event) => {
      const passage = event.target.closest("[data-segment]");
      const block = rows.find((row) => row.contains(event.target)) || (event.target.matches(".sign") && event.target.previousElementSibling);
      if (!block || card.contains(event.target) || event.target === button || !passagesOf(block).length) return;
      place = block;
      chosen = passage ? passage.dataset.segment : "";
      const sign = radios.length ? block.querySelector(":scope > .sign") : block.nextElementSibling;
      if (card.open || !sign) return;
      if (button.previousElementSibling !== sign) sign.after(button);
      if (!radios.length) button.style.top = "calc(" + sign.style.top + " + 1.75rem)";
    };
    const passagesOf = (block) => block.matches("[data-segment]") ? [block] : all("[data-segment]", block);
    article.addEventListener("mouseover", near);
    article.addEventListener("focusin", near);
    article.addEventListener("click", near);

    // The words of the chosen passages, by the language of their column.
    const texts = () => {
      const found = {};
      passagesOf(place).filter((one) => !chosen || one.dataset.segment === chosen).forEach((one) => {
        const cell = one.parentElement.closest("[lang]").lang;
        const state = one.dataset.state;
        const copy = one.cloneNode(true);
        all("sup", copy).forEach((note) => note.remove());
        const text = copy.textContent.replace(/[ \t\n]+/g, " ").trim();
        (found[cell] = found[cell] || []).push(state && one.lang ? "[" + said[state] + "]" : text + (state ? " [" + said[state] + "]" : ""));
      });
      return Object.entries(found).map(([language, parts]) => [language, [...new Set(parts)].join(" ")]);
    };
    const compose = () => {
      const linked = JSON.parse(doc.querySelector("script[type='application/ld+json']").textContent);
      const works = linked.hasPart || [linked];
      const work = works[works.length - 1];
      const id = place ? chosen || passagesOf(place)[0].dataset.segment : "";
      const passage = id && said.passage + " " + id;
      const address = new URL((doc.querySelector("link[rel=canonical]") || location).href);
      address.search = "";
      address.hash = id && "s-" + id;
      const pairs = place ? texts() : [];
      const quoted = pairs.map(([language, text]) => language === "fr" ? "«\u00a0" + text + "\u00a0»" : "“" + text + "”");
      const names = (list) => [].concat(list || []).map((one) => one.name);
      const today = new Date().toISOString().slice(0, 10);
      const rest = said.after + (id && ", " + passage) + ".\n" + address;
      const tex = (text) => text.replace(/[\\{}]/g, "").replace(/[&%$#_]/g, "\\$&");
      const field = (name, value) => value ? "  " + name + " = {" + value + "},\n" : "";
      const csl = {
        id: id || "page", type: "webpage", title: said.title, language: [].concat(linked.inLanguage).join("-"),
        author: names(work.author).map((literal) => ({ literal })), translator: names(work.translator).map((literal) => ({ literal })),
        issued: work.datePublished ? { "date-parts": [work.datePublished.split("-").map(Number)] } : undefined,
        accessed: { "date-parts": [today.split("-").map(Number)] }, "container-title": (work.isPartOf || {}).name,
        URL: address.href, note: passage || undefined, abstract: pairs.map(([, text]) => text).join("\n") || undefined,
      };
      told = Object.fromEntries(pairs);
      told.address = address.href;
      told.text = [...quoted, said.before + said.title + rest].join("\n");
      told.markdown = [...quoted.map((text) => "> " + text + "\n>"), "> " + said.before + "*" + said.title + "*" + said.after + ", [" + (passage || address) + "](" + address + ")."].join("\n");
      told.bibtex = "@online{" + csl.id + ",\n" + field("author", names(work.author).map(tex).join(" and ")) + field("title", tex(said.title)) + field("translator", names(work.translator).map(tex).join(" and "))
        + field("date", work.datePublished) + field("url", address.href) + field("urldate", today) + field("note", passage) + field("abstract", tex(pairs.map(([, text]) => text).join(" / "))) + "}";
      told.csl = JSON.stringify([csl], (key, value) => Array.isArray(value) && !value.length ? undefined : value, 2);
    };
    const show = () => {
      box.textContent = told[card.querySelector(":checked").value];
      done.textContent = "";
    };
    const copy = async (text) => {
      try { await navigator.clipboard.writeText(text); } catch {
        const area = doc.createElement("textarea");
        area.value = text;
        card.append(area);
        area.select();
        doc.execCommand("copy");
        area.remove();
      }
      done.textContent = done.dataset.done;
    };
    const heading = card.querySelector(".card-title");
    const title = heading.textContent;
    let opener = button;
    const close = () => {
      card.close();
      opener.focus();
    };
    const open = (by) => {
      if (card.open) return close();
      opener = by;
      compose();
      heading.textContent = place ? title : by.textContent;
      all("button", card).forEach((one) => { one.hidden = !place && !(one.value in told || /all|close/.test(one.value)); });
      show();
      by.after(card);
      card.show();
      card.querySelector("input").focus();
      card.scrollIntoView({ block: "nearest" });
    };
    button.addEventListener("click", () => open(button));
    const whole = doc.querySelector(".cite-page");
    whole.parentElement.hidden = false;
    whole.addEventListener("click", (event) => {
      event.preventDefault();
      place = null;
      chosen = "";
      open(whole);
    });
    card.addEventListener("change", show);
    card.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    card.addEventListener("click", (event) => {
      const wish = event.target.value;
      if (event.target.type !== "button") return;
      if (wish === "close") close();
      else copy(wish === "all" ? box.textContent : told[wish] || "");
    });
  };

  // The way in: first what the browser's languages ask for. Nobody is sent anywhere.
  const ways = () => {
    const list = doc.querySelector(".ways");
    const wanted = (navigator.languages || []).map((one) => one.split("-")[0]);
    const first = list && wanted.map((one) => all("li", list).find((way) => way.dataset.languages === one)).find(Boolean);
    if (first) list.prepend(first);
  };
  ways();

  if (doc.readyState === "loading") doc.addEventListener("DOMContentLoaded", start);
  else start();
})();
