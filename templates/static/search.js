/* Search and facets over the catalogue, which is loaded before this script. A classic script, without modules, fetch or workers,
   so that it works from file:// too. Text of others reaches the page through textContent only. */
(function () {
  'use strict';
  var catalogue = window.REGISTER_CATALOGUE;
  var form = document.getElementById('facets');
  if (!catalogue || !form) { return; }

  var PAGE = 50;
  var PATH = 0, NAME = 1, SHORT = 2, LANGUAGE = 3, WORDS = 4, FACTS = 5, USERS = 6, ACTIVE = 7, FACETS = 8;
  var list = document.getElementById('list');
  var status = document.getElementById('status');
  var pager = document.getElementById('pager');
  var query = document.getElementById('q');
  var sort = document.getElementById('sort');
  var numbers = new Intl.NumberFormat(catalogue.language);
  var keys = catalogue.facets.map(function (facet) { return facet[0]; });
  var languages = typeof Intl.DisplayNames === 'function'
    ? new Intl.DisplayNames([catalogue.language], { type: 'language' }) : null;
  var best = sort.querySelector('option[value=""]');
  var asked = ''; /* the order that the reader chose; '' is the best match where there are words, else by name */
  var shown = PAGE;
  var timer;

  function fold(text) { return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase(); }

  /* A light stem for Dutch and English. It only widens an infix match, so a crude one does no harm:
     "vergunningen" finds "vergunning", and "portaal" finds "Vergunningportaal". */
  function stem(word) {
    if (word.length < 5) { return word; }
    return word.replace(/heden$/, 'heid').replace(/ingen$/, 'ing').replace(/(?:'s|en|s|e)$/, '')
      .replace(/([bdfgklmnprt])\1$/, '$1');
  }

  var entries = catalogue.rows.map(function (row, place) {
    return { row: row, place: place, name: fold(row[NAME]), words: fold(row[WORDS] + ' ' + row[FACTS][0]), short: fold(row[SHORT]) };
  });

  /* How well one term fits one text: as a word of its own, at the start of a word, inside one, or not at all. */
  function fit(text, term, start, inside) {
    if (text.indexOf(term.stem) < 0) { return 0; }
    if (term.whole.test(text)) { return start + 3; }
    return term.start.test(text) ? start : inside;
  }

  /* A term holds letters and digits only, so it is safe in a pattern. */
  function termOf(word) {
    var stemmed = stem(word);
    return {
      word: word, stem: stemmed,
      whole: new RegExp('(?:^|[^a-z0-9])' + word + '(?![a-z0-9])'), start: new RegExp('(?:^|[^a-z0-9])' + stemmed)
    };
  }

  /* Every term has to be found somewhere. */
  function score(entry, terms) {
    var total = 0;
    for (var i = 0; i < terms.length; i++) {
      var points = entry.name === terms[i].word ? 40 : fit(entry.name, terms[i], 12, 8) ||
        fit(entry.words, terms[i], 5, 3) || fit(entry.short, terms[i], 4, 2);
      if (!points) { return 0; }
      total += points;
    }
    return total;
  }

  function passes(entry, chosen, except) {
    for (var i = 0; i < keys.length; i++) {
      if (i === except || !chosen[i]) { continue; }
      if (!entry.row[FACETS][i].some(function (index) { return chosen[i].has(index); })) { return false; }
    }
    return true;
  }

  var ORDERS = {
    '': function (a, b) { return b.score - a.score || a.entry.place - b.entry.place; },
    name: function (a, b) { return a.entry.place - b.entry.place; },
    date: function (a, b) {
      var x = a.entry.row[ACTIVE], y = b.entry.row[ACTIVE];
      return x === y ? a.entry.place - b.entry.place : (x < y ? 1 : -1);
    },
    users: function (a, b) { return b.entry.row[USERS] - a.entry.row[USERS] || a.entry.place - b.entry.place; }
  };

  /* Hits in order, and for each facet how many hits each option would give if it were the only choice there. */
  function find(text, order, chosen) {
    var terms = fold(text).split(/[^a-z0-9]+/).filter(Boolean).map(termOf);
    var counts = catalogue.facets.map(function (facet) { return new Array(facet[1].length).fill(0); });
    var hits = [];
    entries.forEach(function (entry) {
      var points = terms.length ? score(entry, terms) : 1;
      if (!points) { return; }
      var all = passes(entry, chosen, -1);
      if (all) { hits.push({ score: points, entry: entry }); }
      for (var i = 0; i < keys.length; i++) {
        if (all || (chosen[i] && passes(entry, chosen, i))) {
          entry.row[FACETS][i].forEach(function (index) { counts[i][index] += 1; });
        }
      }
    });
    return { hits: hits.sort(ORDERS[order] || ORDERS['']), counts: counts };
  }

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  function card(row) {
    var item = element('li', 'reg-card');
    var heading = element('h3', 'nl-heading nl-heading--level-3 reg-card__title');
    var link = element('a', 'nl-link', row[NAME]);
    link.href = form.dataset.home + row[PATH];
    heading.append(link);
    item.append(heading);
    if (row[SHORT]) {
      var text = element('p', 'nl-paragraph');
      var quote = element('span', '', row[SHORT]);
      text.append(quote);
      if (row[LANGUAGE]) {
        quote.lang = row[LANGUAGE];
        text.append(' ', element('span', 'reg-muted reg-small', '(' + only(row[LANGUAGE]) + ')'));
      }
      item.append(text);
    }
    var facts = element('p', 'reg-card__meta');
    row[FACTS].forEach(function (fact) { facts.append(element('span', '', fact)); });
    item.append(facts);
    return item;
  }

  function only(tag) {
    if (/^und\b/i.test(tag)) { return catalogue.texts.unstated; } /* BCP 47: nobody stated it */
    var name = tag;
    try { name = languages ? languages.of(tag) : tag; } catch (error) { name = tag; }
    return catalogue.texts.only.replace('#', name);
  }

  /* The boxes by facet and option, as the page holds them. */
  var boxes = keys.map(function () { return []; });
  form.querySelectorAll('fieldset[data-facet]').forEach(function (set) {
    var of = boxes[keys.indexOf(set.dataset.facet)];
    set.querySelectorAll('label').forEach(function (label) {
      var input = label.querySelector('input');
      of[Number(input.dataset.index)] = { label: label, input: input, count: label.querySelector('.reg-facet__n') };
    });
  });

  function choices() {
    return boxes.map(function (of) {
      var set = new Set();
      of.forEach(function (box, index) { if (box.input.checked) { set.add(index); } });
      return set.size ? set : null;
    });
  }

  function address() {
    var state = new URLSearchParams();
    if (query.value) { state.set('q', query.value); }
    if (asked) { state.set('sort', asked); }
    boxes.forEach(function (of, i) {
      of.forEach(function (box) { if (box.input.checked) { state.append(keys[i], box.input.value); } });
    });
    return state.toString();
  }

  function message(total) {
    if (!total) { return catalogue.texts.none; }
    var text = (total === 1 ? catalogue.texts.one : catalogue.texts.many).replace('#', numbers.format(total));
    return total > shown ? text + '; ' + catalogue.texts.first.replace('#', numbers.format(shown)) : text;
  }

  function more() {
    var button = element('button', 'nl-button nl-button--secondary');
    button.type = 'button';
    button.append(element('span', 'nl-button__label', catalogue.texts.more));
    button.addEventListener('click', function () {
      var first = shown;
      shown += PAGE;
      show(false);
      var next = list.children[first];
      if (next) { next.querySelector('a').focus(); }
    });
    return button;
  }

  /* Without words nothing matches better than something else: the list says that it is by name. */
  function showOrder() {
    var hasWords = /[a-z0-9]/.test(fold(query.value));
    best.hidden = best.disabled = !hasWords;
    sort.value = asked || (hasWords ? '' : 'name');
  }

  function show(remember) {
    showOrder();
    var found = find(query.value, sort.value, choices());
    list.replaceChildren.apply(list, found.hits.slice(0, shown).map(function (hit) { return card(hit.entry.row); }));
    boxes.forEach(function (of, i) {
      of.forEach(function (box, index) {
        box.count.textContent = numbers.format(found.counts[i][index]);
        box.label.hidden = !found.counts[i][index] && !box.input.checked;
      });
    });
    form.querySelectorAll('fieldset details').forEach(function (more) {
      more.hidden = !more.querySelector('label:not([hidden])');
    });
    pager.replaceChildren();
    if (found.hits.length > shown) { pager.append(more()); }
    /* Said once typing has paused, so that a screen reader is not told of every letter. */
    clearTimeout(timer);
    timer = setTimeout(function () { status.textContent = message(found.hits.length); }, remember ? 300 : 0);
    form.dataset.hits = String(found.hits.length);
    if (remember) {
      var state = address();
      history.replaceState(null, '', state ? '?' + state : location.pathname);
    }
  }

  function restart() { shown = PAGE; show(true); }

  var given = new URLSearchParams(location.search);
  query.value = given.get('q') || '';
  asked = ORDERS[given.get('sort') || ''] ? given.get('sort') || '' : '';
  boxes.forEach(function (of, i) {
    var values = new Set(given.getAll(keys[i]));
    of.forEach(function (box) {
      box.input.checked = values.has(box.input.value);
      var folded = box.input.checked && box.label.closest('fieldset details');
      if (folded) { folded.open = true; }
    });
  });
  /* On a narrow screen the results come first; filters that are in use stay open. */
  var filters = document.getElementById('filters');
  var inUse = choices().some(Boolean);
  function foldFilters(narrow) { filters.open = !narrow.matches || inUse; }
  var narrow = window.matchMedia('(max-width: 55.99rem)');
  foldFilters(narrow);
  narrow.addEventListener('change', foldFilters);
  sort.addEventListener('input', function () { asked = sort.value; });
  form.addEventListener('input', restart);
  form.addEventListener('submit', function (event) { event.preventDefault(); restart(); });
  form.addEventListener('reset', function () { asked = ''; setTimeout(restart); });
  if (String(given)) { show(false); } else { showOrder(); }
  form.dataset.ready = 'yes';
})();
