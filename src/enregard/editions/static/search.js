// Looks for words in both languages: best matches by Pagefind, every occurrence by an index of our own.
(() => {
  "use strict";
  const doc = document;
  const at = (id) => doc.getElementById("search--" + id);
  const told = JSON.parse(at("data").textContent);
  const said = told.words;
  const source = told.source;
  const [form, field, count, found, further] = ["form", "words", "count", "found", "further"].map(at);
  const FIRST = 3; // passages of a document that are shown at once
  const DOCUMENTS = 10; // documents, best first
  const READ = 120; // fragments of documents that are read without being asked again
  const PASSAGES = 100; // passages, in the order of the texts
  const FILES = 40; // files of passages that are read without being asked again

  if (location.protocol === "file:") {
    at("disk").hidden = false;
    return;
  }
  form.hidden = false;

  // Words: as search_index.py folds them, so that both mean the same by a word.
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]/g;
  const LETTERS = { "œ": "oe", "æ": "ae", "ß": "ss", "ς": "σ", "ı": "i", "ø": "o", "ł": "l" };
  const folded = (text) => text.normalize("NFKD").toLowerCase().replace(MARKS, "").replace(/[œæßςıøł]/g, (one) => LETTERS[one]);
  const WORD = /[\p{L}\p{N}]+/gu;

  // The words of a text, each with where it begins and ends in it.
  const wordsOf = (text) => {
    let plain = "";
    const starts = [];
    const ends = [];
    let place = 0;
    for (const letter of text) {
      const same = folded(letter);
      for (let n = 0; n < same.length; n++) { starts.push(place); ends.push(place + letter.length); }
      if (!same && ends.length) ends[ends.length - 1] = place + letter.length; // an accent written on its own
      plain += same;
      place += letter.length;
    }
    return [...plain.matchAll(WORD)].map((one) => ({
      word: one[0], start: starts[one.index], end: ends[one.index + one[0].length - 1],
    }));
  };

  const number = new Intl.NumberFormat(told.language);
  const plural = new Intl.PluralRules(told.language);
  const counted = (forms, n) => forms[plural.select(n) === "one" ? 0 : 1].replace("%(n)s", number.format(n));
  const filled = (text, passages, documents) => text.replace("%(passages)s", counted(said.passages, passages)).replace("%(documents)s", counted(said.documents, documents));

  // Files of the index; each is asked for once.
  const asked = new Map();
  const file = (path) => {
    if (!asked.has(path)) {
      asked.set(path, fetch(told.folder + path).then((answer) => {
        if (!answer.ok) throw new Error(path + ": " + answer.status);
        return answer.json();
      }));
    }
    return asked.get(path);
  };
  const entries = new Map();
  const entry = (target) => {
    if (!entries.has(target)) entries.set(target, fetch(told.folder + "pairs/" + target + "/entry.json", { cache: "no-cache" }).then((answer) => answer.json()));
    return entries.get(target);
  };
  const bundle = async (target, n) => file("pairs/" + target + "/passages/" + n + ".json?" + (await entry(target)).version);

  // What is shown: built of elements, so that no text of a document is read as markup.
  const element = (name, attributes = {}, ...inside) => {
    const made = doc.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
    made.append(...inside.filter((one) => one !== null));
    return made;
  };
  const address = (edition, text, id) => edition + "/" + text.a.split("/").map(encodeURIComponent).join("/") + (id ? "#s-" + id : "");

  // The sides of a pair that some edition shows.
  const published = (target) => {
    const { both, source: first, target: second } = target.editions;
    return [both || first ? source : null, both || second ? target : null].filter(Boolean);
  };
  const heading = (text, target) => {
    const editions = target.editions;
    const labels = published(target).map((side) => [text.t[side === source ? 0 : 1], side])
      .filter(([label], n, all) => label && !(n && label === all[0][0]));
    const spans = labels.flatMap(([label, side], n) => [n ? " " : "", element("span", { lang: side.tag, dir: side.dir }, label)]);
    const href = address(editions.both || editions.target || editions.source, text);
    return element("h2", {}, element("a", { class: "line", href }, ...spans));
  };
  // One cell of a pair: its words, what is wrong with it, and the way to it in its own edition.
  const cell = (side, edition, text, id, lines, mark, state) => {
    const way = edition ? element("p", { class: "data" }, element("a", { href: address(edition, text, id), hreflang: side.tag }, side.name)) : null;
    if (!lines.length && !mark) return null;
    if (!lines.length) {
      return element("div", { class: "marked whole " + state, lang: told.language }, element("span", { hidden: "" }), mark);
    }
    return element("div", { class: mark ? "marked kept " + state : undefined, lang: side.tag, dir: side.dir }, ...lines, mark, way);
  };
  const row = (text, pair, target, lines) => {
    const [id, , translation, state] = pair;
    const editions = target.editions;
    const ways = lines.flat().some((line) => line.className) ? {} : editions; // lines of a concordance stand close
    const mark = state ? element("p", { class: "mark " + state, lang: told.language }, element("span", { class: "ring " + state }),
      target.states[state][translation ? "kept" : "absent"]) : null;
    if (state) lines[1].forEach((line) => { line.dataset.state = state; });
    const read = editions.both || editions.target || editions.source;
    const cells = published(target).map((side) => side === source
      ? cell(source, ways.source, text, id, lines[0], null) : cell(target, ways.target, text, id, lines[1], mark, state));
    return element("div", { class: "row" },
      ...cells.map((one) => one || element("div")),
      element("a", { class: "sign", href: address(read, text, id), "aria-label": said.read }));
  };
  const marked = (words, finds) => {
    const line = element("p");
    let place = 0;
    for (const { word, start, end } of wordsOf(words)) {
      if (!finds.has(word)) continue;
      line.append(words.slice(place, start), element("mark", {}, words.slice(start, end)));
      place = end;
    }
    line.append(words.slice(place));
    return line;
  };
  const whole = (words, finds) => words ? [marked(words, finds)] : [];
  const inContext = (words, places) => places.map(([start, end]) => element("p", { class: "occurrence" },
    element("span", {}, words.slice(0, start)), element("mark", {}, words.slice(start, end)), element("span", {}, words.slice(end))));

  // Best matches first.
  const engines = new Map();
  const engine = ([language, parts]) => {
    if (!engines.has(language)) {
      const folder = new URL(told.folder + language + "/", doc.baseURI).href;
      engines.set(language, import(folder + "0/pagefind.js").then(async (module) => {
        await module.options({ noWorker: true });
        await module.init();
        await Promise.all(Array.from({ length: parts - 1 }, (_, n) => module.mergeIndex(folder + (n + 1) + "/")));
        return module;
      }));
    }
    return engines.get(language);
  };
  // As search_index.py gives its words to Pagefind.
  const asIndexed = (query) => {
    const plain = query.replace(/[’'ʼ]/g, " ").replace(/œ/gi, "oe").replace(/æ/gi, "ae").replace(/[«»“”„]/g, '"');
    const long = plain.split(/\s+/).filter((word) => [...word].length > 1);
    return long.length && !plain.includes('"') ? long.join(" ") : plain; // l’accord: "l" would find all that begins with it
  };
  // Pagefind finds what has the stem of a word, and where nothing has, what the word begins with, were it one letter.
  const related = (word, wanted) => wanted.findIndex((one) => {
    let same = 0;
    while (same < one.length && one[same] === word[same]) same++;
    return same === one.length || (same > 2 && same >= one.length / 2);
  });

  const best = async (query, target, current) => {
    const indexed = Object.entries((await entry(target.tag)).indexed);
    const wanted = [...new Set(wordsOf(asIndexed(query)).map(({ word }) => word))];
    const answers = await Promise.all(indexed.map(async (one) => {
      const { results } = await (await engine(one)).search(asIndexed(query));
      return { language: one[0], results, words: await sample(one[0], results.slice(0, 3), wanted) };
    }));
    if (!current()) return null;
    // The scores of two languages cannot be compared: a French word may be a rare one in English. Ranks can.
    const all = answers.reduce((sum, { results, words }) => sum + (words ? results.length : 0), 0);
    const loaded = answers.filter(({ words }) => words)
      .flatMap(({ language, results, words }) => results.map((result, rank) => ({ language, result, score: words * results.length / all / (60 + rank) })))
      .sort((a, b) => b.score - a.score);
    const results = [];
    const byKey = new Map();
    let next = 0;
    const more = async (shown) => {
      if (shown < results.length) return results;
      const few = loaded.slice(next, next + READ);
      next += few.length;
      const read = await Promise.all(few.map(({ result }) => result.data()));
      few.forEach(({ language, result, score }, n) => {
        const key = read[n].raw_url; // the same for a document in both languages
        if (!byKey.has(key)) byKey.set(key, { key, places: new Map(), found: new Set(), score: 0 });
        byKey.get(key).score += score;
        gather(byKey.get(key), language, read[n], result.words, wanted);
      });
      const fresh = [...byKey.values()].filter((one) => one.found.size && !results.includes(one));
      const most = Math.max(...[...results, ...fresh].map((one) => one.found.size));
      results.push(...fresh.filter((one) => one.found.size === most).sort((a, b) => b.score - a.score));
      return results;
    };
    return { more, complete: () => next >= loaded.length };
  };
  // How many of the words asked for a language has, told by what it finds first.
  const sample = async (language, results, wanted) => {
    const found = new Set();
    for (const result of results) gather({ places: new Map(), found }, language, await result.data(), result.words, wanted);
    return found.size;
  };
  // By place among the pairs of its document: how well a passage matches, and which words of it were found.
  const gather = ({ places, found }, language, fragment, locations, wanted) => {
    const words = fragment.raw_content.split(/[\r\n\s]+/g);
    const anchors = fragment.anchors.filter((one) => /^\d+$/.test(one.id)).sort((a, b) => a.location - b.location);
    for (const location of locations) {
      let anchor = null;
      for (const one of anchors) { if (one.location > location) break; anchor = one; }
      if (!anchor) continue;
      const place = Number(anchor.id);
      for (const { word } of wordsOf(words[location] || "")) {
        const which = related(word, wanted);
        if (which < 0) continue;
        if (!places.has(place)) places.set(place, { weight: 0, which: new Set(), words: {} });
        const hit = places.get(place);
        (hit.words[language] = hit.words[language] || new Set()).add(word);
        if (!hit.which.has(which)) hit.weight += 1000; // all of the words asked for weigh more than one of them often
        hit.which.add(which);
        found.add(which);
        hit.weight += 1;
      }
    }
  };
  const NOTHING = new Set();
  const matches = async ({ key, places }, target) => {
    const [n, d] = key.replace(/^\//, "").split("/").map(Number);
    const text = (await bundle(target.tag, n))[d];
    const order = [...places.keys()].sort((a, b) => places.get(b).weight - places.get(a).weight || a - b);
    const rows = (some) => [...some].sort((a, b) => a - b).filter((place) => text.p[place]).map((place) => {
      const pair = text.p[place];
      const { words } = places.get(place);
      return row(text, pair, target, [whole(pair[1], words[source.tag] || NOTHING), whole(pair[2], words[target.tag] || NOTHING)]);
    });
    const section = element("section", {}, heading(text, target), ...rows(order.slice(0, FIRST)));
    const rest = order.slice(FIRST);
    if (rest.length) {
      const button = element("button", { type: "button", class: "more" }, counted(said.more, rest.length));
      button.addEventListener("click", () => {
        const added = rows(rest);
        button.replaceWith(...added);
        added[0].querySelector("a").focus();
      });
      section.append(button);
    }
    return section;
  };
  const showBest = async (query, target, current) => {
    const list = await best(query, target, current);
    if (!list) return;
    let shown = 0;
    const step = async () => {
      const results = await list.more(shown);
      const some = results.slice(shown, shown + DOCUMENTS);
      const sections = await Promise.all(some.map((one) => matches(one, target)));
      if (!current()) return null;
      shown += some.length;
      found.append(...sections);
      further.hidden = list.complete() && shown >= results.length;
      say(results.length ? filled(list.complete() ? said.found_in : said.found_in_more, 0, results.length) : said.none);
      return sections[0];
    };
    onward(step);
    await step();
  };

  // Every occurrence, in the order of the texts.
  const wish = (query) => {
    const exact = /^\s*["«»“”„].*["«»“”„]\s*$/.test(query);
    return { exact, words: wordsOf(query).map(({ word }) => word) };
  };
  // The bundles in which all the words stand: words lie in files by their order, of which the first words are known.
  const candidates = async (target, { exact, words }) => {
    const { shelves, version } = await entry(target);
    let left = null;
    for (const word of new Set(words)) {
      const last = exact ? word : word + "\uffff";
      const here = new Set();
      const names = shelves.map((first, n) => n).filter((n) => shelves[n] <= last && !(shelves[n + 1] <= word));
      for (const known of await Promise.all(names.map((n) => file("pairs/" + target + "/words/" + n + ".json?" + version)))) {
        for (const [one, steps] of Object.entries(known)) {
          if (exact ? one !== word : !one.startsWith(word)) continue;
          let n = 0;
          for (const step of steps) here.add(n += step);
        }
      }
      left = left ? left.filter((n) => here.has(n)) : [...here].sort((a, b) => a - b);
    }
    return left || [];
  };
  const occurrences = (text, { exact, words }) => {
    if (!text) return [];
    const plain = wordsOf(text);
    const places = [];
    for (let n = 0; n + words.length <= plain.length; n++) {
      if (words.every((word, k) => exact ? plain[n + k].word === word : plain[n + k].word.startsWith(word))) {
        places.push([plain[n].start, plain[n + words.length - 1].end]);
        n += words.length - 1;
      }
    }
    return places;
  };
  const showAll = async (query, target, current) => {
    const asked = wish(query);
    const files = await candidates(target.tag, asked);
    if (!current()) return;
    const hits = [];
    let next = 0;
    let shown = 0;
    let documents = 0;
    let last = null;
    let section = null;
    const read = async () => {
      const until = Math.min(files.length, next + FILES);
      while (next < until) {
        const few = files.slice(next, Math.min(until, next + 6));
        next += few.length;
        for (const texts of await Promise.all(few.map((n) => bundle(target.tag, n)))) {
          for (const text of texts) {
            const before = hits.length;
            for (const pair of text.p) {
              const places = [occurrences(pair[1], asked), occurrences(pair[2], asked)];
              if (places[0].length || places[1].length) hits.push({ text, pair, places });
            }
            documents += hits.length > before;
          }
        }
        if (!current()) return;
      }
    };
    const step = async () => {
      if (next < files.length && hits.length < shown + PASSAGES) await read();
      if (!current()) return null;
      let first = null;
      for (const { text, pair, places } of hits.slice(shown, shown + PASSAGES)) {
        if (text !== last) {
          section = element("section", {}, heading(text, target));
          found.append(section);
          last = text;
        }
        const lines = places.map((some, side) => some.length ? inContext(pair[1 + side], some) : whole(pair[1 + side], NOTHING));
        const made = row(text, pair, target, lines);
        section.append(made);
        first = first || made;
      }
      shown = Math.min(hits.length, shown + PASSAGES);
      further.hidden = next >= files.length && shown >= hits.length;
      say(next < files.length ? filled(said.least, hits.length, documents) : hits.length ? filled(said.found, hits.length, documents) : said.none);
      return first;
    };
    onward(step);
    await step();
  };

  // What the reader asks for, kept in the address.
  let turn = 0;
  let note = "";
  let onClick = null;
  const say = (words) => { count.textContent = [note, words].filter(Boolean).join(" "); };
  const onward = (step) => { onClick = step; };
  further.firstElementChild.addEventListener("click", async () => {
    const first = onClick && await onClick();
    const link = first && first.querySelector("a");
    if (link) link.focus();
  });
  const chosen = (name) => (form.querySelector("[name=" + name + "]:checked") || {}).value;
  const target = () => told.targets[chosen("t") || Object.keys(told.targets)[0]];

  const run = async () => {
    const mine = ++turn;
    const current = () => mine === turn;
    const query = field.value.trim();
    const way = new URL(location);
    const kept = { q: query, m: chosen("m") === "all" ? "all" : "", t: form.querySelector("[name=t]") ? chosen("t") : "" };
    for (const [key, value] of Object.entries(kept)) if (value) way.searchParams.set(key, value); else way.searchParams.delete(key);
    history.replaceState(null, "", way);
    for (const link of doc.querySelectorAll("nav.editions a")) link.search = way.search;
    found.replaceChildren();
    further.hidden = true;
    if (!wordsOf(query).length) return say("");
    say(said.searching);
    const side = target();
    try {
      const radio = form.querySelector("[value=best]");
      if (chosen("m") === "best" && !radio.disabled) {
        const reason = await reasonAgainst(side.tag);
        if (!current()) return;
        if (reason) {
          radio.disabled = true;
          form.querySelector("[value=all]").checked = true;
          note = said.unranked;
        }
      }
      await (chosen("m") === "all" ? showAll : showBest)(query, side, current);
    } catch (fault) {
      if (current()) say(said.unreadable);
    }
  };
  // Whether Pagefind can do its work here; where it cannot, the other way is left.
  const reasonAgainst = async (target) => {
    try {
      const indexed = Object.entries((await entry(target)).indexed);
      await Promise.all(indexed.map(engine));
      return indexed.length ? "" : "none";
    } catch {
      return "none";
    }
  };

  const start = new URLSearchParams(location.search);
  field.value = start.get("q") || "";
  for (const name of ["m", "t"]) {
    const radio = [...form.querySelectorAll("[name=" + name + "]")].find((one) => one.value === start.get(name));
    if (radio) radio.checked = true;
  }
  let waiting = 0;
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); run(); });
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(run, 250); });
  form.addEventListener("change", (event) => { if (event.target.type === "radio") run(); });
  if (field.value) run();
  else field.focus();
})();
