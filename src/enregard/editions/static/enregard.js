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
      sign.className = "sign";
      sign.href = "#" + (heading ? block.id : passage.id);
      sign.textContent = heading ? "§" : "¶";
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

  if (doc.readyState === "loading") doc.addEventListener("DOMContentLoaded", start);
  else start();
})();
