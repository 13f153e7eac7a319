// What the parts of the writing desk share: the form, its words, and the places of the findings in
// them while words are typed around. The words live in the form alone.
(function () {
  "use strict";
  var desk = {
    form: null,
    areas: {},
    texts: {},      // the words that the places of the findings belong to
    found: [],
    current: null,  // key of the finding that the keyboard is at
    RETRY_MS: [2000, 5000, 10000, 30000]
  };

  function byId(id) { return document.getElementById(id); }

  function put(id, said) { var box = byId(id); if (box && box.textContent !== said) { box.textContent = said; } }

  function words() { return { subject: value("subject"), body: value("body") }; }

  function value(name) { var field = desk.form.elements[name]; return field ? field.value : ""; }

  function isSame(one, other) { return one.subject === other.subject && one.body === other.body; }

  // Whoever signs in again in another tab gets another token: it is fetched, and nothing is lost.
  function send(url, more, isAgain) {
    var asked = { method: "POST", body: new FormData(desk.form), credentials: "same-origin", headers: { "HX-Request": "true" } };
    return fetch(url, Object.assign(asked, more)).then(function (answer) {
      if (answer.status !== 403 || isAgain || !desk.form) { return answer; }
      return renew().then(function () { return send(url, more, true); });
    });
  }

  function renew() {
    return fetch(location.href, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (html) {
      var page = new DOMParser().parseFromString(html, "text/html");
      var fresh = page.querySelector("#text-form [name=csrfmiddlewaretoken]");
      if (fresh && desk.form) { desk.form.elements.csrfmiddlewaretoken.value = fresh.value; }
    });
  }

  // ---------- the findings, and their places while words are typed around them ----------
  function readFindings() {
    desk.found = Array.prototype.map.call(document.querySelectorAll("#findings .find"), function (item) {
      var button = item.querySelector("[data-mend]");
      return {
        key: item.dataset.key, field: item.dataset.field, level: item.dataset.level, n: item.dataset.n,
        begin: Number(item.dataset.begin), end: Number(item.dataset.end), isMoved: false,
        mend: button ? button.dataset.mend : null, label: button ? button.textContent : ""
      };
    });
    desk.texts = words();
  }

  function ending(one, other, most) {
    var n = 0;
    while (n < most && one[one.length - 1 - n] === other[other.length - 1 - n]) { n += 1; }
    return n;
  }

  function beginning(one, other) {
    var n = 0;
    while (n < one.length && n < other.length && one[n] === other[n]) { n += 1; }
    return n;
  }

  // Moves the places behind a change of the text; a finding whose own words were touched has none.
  function follow(name) {
    var old = desk.texts[name];
    var now = value(name);
    if (old === now) { return; }
    var head = beginning(old, now);
    var tail = ending(old, now, Math.min(old.length, now.length) - head);
    desk.found.forEach(function (one) {
      if (one.field !== name || one.end <= head) { return; }
      if (one.begin < old.length - tail) { one.isMoved = true; return; }
      one.begin += now.length - old.length;
      one.end += now.length - old.length;
    });
    desk.texts[name] = now;
  }

  function find(key) { return desk.found.find(function (one) { return one.key === key; }) || null; }

  function itemOf(one) { return one ? document.querySelector('#findings .find[data-key="' + one.key + '"]') : null; }

  function markOf(one) { return one ? document.querySelector("#marks-" + one.field + ' mark[data-n~="' + one.n + '"]') : null; }

  // ---------- the layer of marks under the field ----------
  function paint(name) {
    var layer = byId("marks-" + name);
    if (!layer) { return; }
    var text = desk.texts[name];
    var at = 0;
    var made = document.createDocumentFragment();
    var placed = desk.found.filter(function (one) { return one.field === name && !one.isMoved; });
    placed.sort(function (a, b) { return a.begin - b.begin || a.end - b.end || a.n - b.n; });
    var last = null;
    placed.forEach(function (one) {
      var isSame = last !== null && last.begin === one.begin && last.end === one.end;
      if (isSame) { last.mark.dataset.n += " " + one.n; }
      if (!isSame && one.begin < at) { return; }
      if (!isSame) {
        made.append(text.slice(at, one.begin));
        last = { begin: one.begin, end: one.end, mark: document.createElement("mark") };
        last.mark.className = one.level;
        last.mark.dataset.n = one.n;
        last.mark.textContent = text.slice(one.begin, one.end);
        made.append(last.mark);
        at = one.end;
      }
      if (one.key === desk.current) { last.mark.classList.add("now"); }
    });
    made.append(text.slice(at) + "\n");
    layer.replaceChildren(made);
  }

  function paintAll() { paint("subject"); paint("body"); }

  function light(item, yes) {
    document.querySelectorAll(".marks mark.lit").forEach(function (mark) { mark.classList.remove("lit"); });
    var mark = yes && item ? markOf(find(item.dataset.key)) : null;
    if (mark) { mark.classList.add("lit"); }
  }

  Object.assign(desk, { byId: byId, put: put, words: words, value: value, isSame: isSame, send: send, readFindings: readFindings, follow: follow, find: find, itemOf: itemOf, markOf: markOf, paint: paint, paintAll: paintAll, light: light });
  window.noroshiDesk = desk;
}());
