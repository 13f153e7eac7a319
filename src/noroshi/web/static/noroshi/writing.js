// The writing desk: what is typed is checked at each pause and mended with one press. A mend is typed
// for the writer, so that Ctrl+Z takes it back.
(function () {
  "use strict";
  var desk = window.noroshiDesk;
  var CHECK_MS = 120;
  var LATER_MS = 1000;
  var MOST_ROUNDS = 5;

  var rounds = 0;       // how often "mend all" may look again
  var lastCertain = 0;
  var done = "";        // said before the next summary
  var later = null;     // what was asked of a finding whose place had to be looked for again

  // ---------- asking what is found in the words as they are ----------
  var checkTimer = 0;
  var isChecking = false;
  var isWanted = false;
  var failures = 0;

  function wantCheck(wait) { clearTimeout(checkTimer); checkTimer = setTimeout(check, wait); }

  function check() {
    if (!desk.form) { return; }
    if (isChecking) { isWanted = true; return; }
    var sent = desk.words();
    var asked = desk.form;
    isChecking = true;
    isWanted = false;
    desk.send(desk.form.dataset.check).then(function (answer) {
      if (asked !== desk.form || answer.status === 400) { return; }
      if (answer.status === 401) { desk.put("desk-said", desk.form.dataset.signedOut); return; }
      if (!answer.ok) { throw new Error(String(answer.status)); }
      failures = 0;
      // An answer about other words than these is late: the next one is on its way.
      return answer.text().then(function (html) { if (asked === desk.form && desk.isSame(sent, desk.words())) { take(html); } else { isWanted = true; } });
    }).catch(notChecked).finally(function () {
      isChecking = false;
      if (isWanted) { wantCheck(CHECK_MS); }
    });
  }

  function notChecked() {
    if (!desk.form) { return; }
    desk.put("desk-said", desk.form.dataset.notChecked);
    clearTimeout(checkTimer);
    checkTimer = setTimeout(check, desk.RETRY_MS[Math.min(failures, desk.RETRY_MS.length - 1)]);
    failures += 1;
  }

  function plain(node) { return node.outerHTML.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, ""); }

  function swap(page, id) {
    var old = desk.byId(id);
    var now = page.getElementById(id);
    if (!old || !now || plain(old) === plain(now)) { return; }
    var active = old.contains(document.activeElement) ? document.activeElement : null;
    var where = active ? placeOf(active) : "";
    old.querySelectorAll("details[id][open]").forEach(function (box) { var same = now.querySelector("#" + CSS.escape(box.id)); if (same && same.tagName === "DETAILS") { same.open = true; } });
    old.querySelectorAll("textarea[id]").forEach(function (area) { var same = now.querySelector("#" + CSS.escape(area.id)); if (same) { same.value = area.value; } });
    old.replaceWith(now);
    if (active) { (where && now.querySelector(where) || desk.form.elements.body).focus({ preventScroll: true }); }
  }

  // A way to find the same control again in a fresh list.
  function placeOf(active) {
    var item = active.closest(".find");
    if (!item) { return active.dataset.mendAll === undefined ? "" : "[data-mend-all]"; }
    return '.find[data-key="' + item.dataset.key + '"] ' + (active.matches("a.go") ? "a.go" : active.matches("summary") ? "summary" : "button");
  }

  function isAnswering() {
    var active = document.activeElement;
    return Boolean(active && active.closest("#findings") && /^(TEXTAREA|INPUT)$/.test(active.tagName));
  }

  function take(html) {
    if (isAnswering()) { wantCheck(LATER_MS); return; }
    var page = new DOMParser().parseFromString(html, "text/html");
    ["findings", "measures", "changes-said"].forEach(function (id) { swap(page, id); });
    desk.readFindings();
    if (!desk.find(desk.current)) { desk.current = null; }
    desk.paintAll();
    showCurrent();
    if (!desk.current) { desk.put("desk-said", done + desk.byId("findings").dataset.summary); done = ""; }
    if (rounds > 0) { rounds -= 1; mendCertain(); }
    doLater();
    desk.hasChecked();
  }

  // Words were typed over it after it was found: the same is done as soon as its place is known.
  function putOff(key, what) { later = function () { var one = desk.find(key); if (one) { what(one); } }; wantCheck(0); }

  function doLater() { var what = later; later = null; if (what) { what(); } }

  // ---------- going from finding to finding ----------
  function showCurrent() {
    document.querySelectorAll("#findings .find[aria-current]").forEach(function (item) { item.removeAttribute("aria-current"); });
    var item = desk.itemOf(desk.find(desk.current));
    if (!item) { return; }
    item.setAttribute("aria-current", "true");
    var box = item.closest("details");
    if (box) { box.open = true; }
    var list = desk.byId("findings");
    var below = item.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom;
    var above = list.getBoundingClientRect().top - item.getBoundingClientRect().top;
    if (below > 0) { list.scrollTop += below; } else if (above > 0) { list.scrollTop -= above; }
  }

  function isInView(node) {
    var box = node.getBoundingClientRect();
    var top = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
    return box.top >= Math.min(top, innerHeight / 3) && box.bottom <= innerHeight - 24;
  }

  function about(one, item) {
    var values = { n: one.n, all: desk.found.length, level: item.dataset.word, reason: item.querySelector(".why").textContent };
    var words = desk.form.dataset.at.replace(/\{(\w+)\}/g, function (_all, name) { return values[name]; });
    return words + (one.mend === null ? "" : " " + desk.form.dataset.help + " " + one.label);
  }

  function goTo(one) {
    desk.current = one.key;
    desk.paintAll();
    showCurrent();
    var item = desk.itemOf(one);
    desk.put("desk-said", about(one, item));
    var area = desk.areas[one.field];
    if (!area) { return; }
    if (one.isMoved) { area.focus({ preventScroll: true }); putOff(one.key, goTo); return; }
    area.focus({ preventScroll: true });
    area.setSelectionRange(one.begin, one.end);
    var mark = desk.markOf(one);
    if (mark && !isInView(mark)) { mark.scrollIntoView({ block: "center" }); }
  }

  function step(by) {
    if (!desk.found.length) { desk.put("desk-said", desk.byId("findings").dataset.summary); return; }
    var at = desk.found.indexOf(desk.find(desk.current));
    var next = at < 0 ? (by > 0 ? 0 : desk.found.length - 1) : (at + by + desk.found.length) % desk.found.length;
    goTo(desk.found[next]);
  }

  // The finding meant by a key: the one in focus, the current one, or the one at the caret.
  function meant(target) {
    var item = target.closest(".find");
    if (item) { return desk.find(item.dataset.key); }
    return desk.find(desk.current) || desk.found.find(function (one) {
      return one.field === target.name && one.mend !== null && !one.isMoved && one.begin <= target.selectionStart && target.selectionStart <= one.end;
    }) || null;
  }

  // ---------- mending ----------
  function type(area, begin, end, said) {
    var wanted = area.value.slice(0, begin) + said + area.value.slice(end);
    area.focus({ preventScroll: true });
    area.setSelectionRange(begin, end);
    // Only the browser's own way of typing can be undone by Ctrl+Z.
    if (said) { document.execCommand("insertText", false, said); } else { document.execCommand("delete"); }
    if (area.value === wanted) { return; }
    area.value = wanted;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function afterMend(caret, begin, end, length) {
    if (caret <= begin) { return caret; }
    return caret >= end ? caret + length - (end - begin) : begin + length;
  }

  // Types `said` over a span; the caret and the view stay with the words where they were.
  function replace(area, begin, end, said) {
    var caret = afterMend(area.selectionStart, begin, end, said.length);
    var x = scrollX;
    var y = scrollY;
    type(area, begin, end, said);
    area.setSelectionRange(caret, caret);
    scrollTo(x, y);
  }

  function mend(one) {
    var area = one && desk.areas[one.field];
    if (!one || one.mend === null || !area) { desk.put("desk-said", desk.form.dataset.noMend); return; }
    if (one.isMoved) { putOff(one.key, mend); return; }
    desk.current = null;
    replace(area, one.begin, one.end, one.mend);
    said(desk.form.dataset.mended);
    wantCheck(0);
  }

  // All at once in each field, so that one Ctrl+Z takes them back; what these bring to light, or
  // what shares a place with another, is mended after the next look.
  function mendCertain() {
    var certain = desk.found.filter(function (one) { return one.level === "block" && one.mend !== null && !one.isMoved && desk.areas[one.field]; });
    // A mend that does not help would be typed again and again.
    if (!certain.length || lastCertain && certain.length >= lastCertain) { rounds = lastCertain = 0; return; }
    lastCertain = certain.length;
    Object.keys(desk.areas).forEach(function (name) {
      var ones = certain.filter(function (one) { return one.field === name; }).sort(function (a, b) { return a.begin - b.begin; });
      var apart = [];
      ones.forEach(function (one) { var last = apart[apart.length - 1]; if (!last || one.begin > last.end) { apart.push(one); } });
      if (!apart.length) { return; }
      var text = desk.areas[name].value;
      var said = apart.map(function (one, i) { return one.mend + (apart[i + 1] ? text.slice(one.end, apart[i + 1].begin) : ""); }).join("");
      replace(desk.areas[name], apart[0].begin, apart[apart.length - 1].end, said);
    });
    desk.current = null;
    said(desk.form.dataset.mended);
    wantCheck(0);
  }

  function said(what) { done = what + " "; desk.put("desk-said", what); }

  // ---------- events ----------
  function typed(event) {
    var area = event.target;
    if (!desk.form || desk.areas[area.name] !== area) { return; }
    desk.follow(area.name);
    desk.paint(area.name);
    if (desk.current && desk.find(desk.current).isMoved) { desk.current = null; }
    desk.hasTyped();
    // Kana on their way to kanji are not words yet.
    if (!event.isComposing) { wantCheck(CHECK_MS); }
  }

  function pressed(event) {
    if (!desk.form || event.isComposing || event.keyCode === 229) { return; }
    var isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "F8" && isPlain) { event.preventDefault(); step(event.shiftKey ? -1 : 1); return; }
    if ((event.key || "").toLowerCase() === "s" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) { event.preventDefault(); desk.saveNow(); return; }
    var isHere = event.target.closest("#text-form, #findings") && !event.target.closest(".override");
    if (event.key === "Enter" && event.altKey && isHere) { event.preventDefault(); mend(meant(event.target)); }
  }

  function clicked(event) {
    if (!desk.form || event.defaultPrevented || event.button) { return; }
    var go = event.target.closest("#findings a.go");
    var button = event.target.closest("#findings button");
    if (go) { event.preventDefault(); goTo(desk.find(go.closest(".find").dataset.key)); return; }
    if (button && button.dataset.mendAll !== undefined) { event.preventDefault(); rounds = MOST_ROUNDS; lastCertain = 0; mendCertain(); return; }
    if (button && button.dataset.mend !== undefined) {
      var one = desk.find(button.closest(".find").dataset.key);
      if (desk.areas[one.field]) { event.preventDefault(); mend(one); }
    }
  }

  function overItem(event) { var item = event.target.closest && event.target.closest("#findings .find"); if (desk.form) { desk.light(item, Boolean(item)); } }

  function begin() {
    desk.form = desk.byId("text-form");
    desk.areas = {};
    desk.current = later = null;
    if (!desk.form) { return; }
    ["subject", "body"].forEach(function (name) { if (desk.form.elements[name] && desk.form.elements[name].tagName === "TEXTAREA") { desk.areas[name] = desk.form.elements[name]; } });
    desk.readFindings();
    desk.hasBegun();
    var isOther = Object.keys(desk.areas).some(function (name) { return desk.byId("marks-" + name).textContent.replace(/\n$/, "") !== desk.areas[name].value; });
    if (isOther) { desk.found = []; wantCheck(0); }
    desk.paintAll();
  }

  function openChanges() {
    var box = desk.byId("changes");
    if (box && matchMedia("(min-width: 1181px)").matches) { box.open = true; }
  }

  document.addEventListener("input", typed);
  document.addEventListener("compositionend", function () { wantCheck(CHECK_MS); });
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", clicked);
  document.addEventListener("mouseover", overItem);
  document.addEventListener("focusin", overItem);
  addEventListener("online", function () { if (desk.form) { wantCheck(0); } });
  document.addEventListener("noroshi:fresh", begin);
  document.addEventListener("noroshi:check", function () { if (desk.form) { wantCheck(CHECK_MS); } });
  openChanges();
  begin();
}());
