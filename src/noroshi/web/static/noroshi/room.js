// Live screens: the event log arrives as server-sent events, and the parts it concerns are read
// again. A field that has the focus or holds unsaved words is never replaced.
(function () {
  "use strict";
  var root = document.documentElement;
  var body = document.body;
  var wanted = null;
  var timer = 0;
  var reading = false;
  root.classList.add("js");

  // ---------- what must not be replaced ----------
  function fields(box) { return box.querySelectorAll("textarea, input:not([type=hidden])"); }

  function isChanged(field) {
    if (field.type === "checkbox" || field.type === "radio") { return field.checked !== field.defaultChecked; }
    return field.value !== field.defaultValue;
  }

  function isDirty(box) { return Array.prototype.some.call(fields(box), isChanged); }

  function hasFocus(box) {
    var active = document.activeElement;
    return active && active !== body && box.contains(active) && /^(TEXTAREA|INPUT|SELECT)$/.test(active.tagName);
  }

  function isGuarded(box) { return hasFocus(box) || isDirty(box) || (box.tagName === "DETAILS" && box.open && box.contains(document.activeElement)); }

  // ---------- reading parts again ----------
  function plain(node) {
    return node.outerHTML.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");
  }

  function freshen(old, now) {
    old.replaceWith(now);
    if (window.htmx) { window.htmx.process(now); }
    grow(now);
  }

  function mark(old, now) {
    if (old.textContent.trim() === now.textContent.trim()) { return; }
    now.classList.add("fresh");
    setTimeout(function () { now.classList.remove("fresh"); }, 2000);
  }

  function replaceKeyed(old, now) {
    var keep = null;
    var rows = Array.prototype.slice.call(now.querySelectorAll(":scope > [data-key]"));
    rows.forEach(function (row) {
      var mine = old.querySelector(':scope > [data-key="' + row.dataset.key + '"]');
      if (mine && isGuarded(mine)) { keep = keep || mine; return; }
      if (mine && plain(mine) === plain(row)) { return; }
      if (mine) {
        if (mine.open && !row.open) { row.open = true; }
        mark(mine, row);
        freshen(mine, row);
      } else { old.append(row); }
    });
    arrange(old, rows.map(function (row) { return row.dataset.key; }), keep);
  }

  // Puts the rows in their new order around the one that is being written in.
  function arrange(box, keys, keep) {
    var before = keep !== null;
    keys.forEach(function (key) {
      var row = box.querySelector(':scope > [data-key="' + key + '"]');
      if (!row) { return; }
      if (row === keep) { before = false; return; }
      if (before) { keep.before(row); } else { box.append(row); }
    });
  }

  function take(page, parts) {
    document.querySelectorAll("[data-live]").forEach(function (old) {
      if (parts.indexOf(old.dataset.live) < 0 || !old.id) { return; }
      var now = page.getElementById(old.id);
      if (!now) { if (old.dataset.live === "write") { parts.whole = true; } return; }
      if ("keyed" in old.dataset) { replaceKeyed(old, now); return; }
      if (old.id === "edit" && isSameText(old, now)) { tell("noroshi:check"); return; }
      if (isGuarded(old) || old.id === "edit" && isInUse(old, now)) { return; }
      if (plain(old) === plain(now)) { return; }
      if (old.dataset.live !== "head" && old.dataset.live !== "delivery") { mark(old, now); }
      var open = old.querySelector("details[open]");
      freshen(old, now);
      if (open && now.querySelector("details")) { now.querySelector("details").open = true; }
      if (old.id === "edit") { tell("noroshi:fresh"); }
    });
  }

  function tell(what) { document.dispatchEvent(new Event(what)); }

  // Whoever is at a finding keeps it; and an answer that was overtaken by a save shows old words.
  function isInUse(old, now) {
    return old.contains(document.activeElement)
      || old.dataset.text === now.dataset.text && Number(now.dataset.version) < Number(old.dataset.version);
  }

  // The sheet with the very same words stays: what was found in them may be other by now.
  function isSameText(old, now) {
    return old.dataset.text === now.dataset.text && old.dataset.version === now.dataset.version
      && (old.querySelector("#text-form") === null) === (now.querySelector("#text-form") === null)
      && old.querySelector("#text-form") !== null;
  }

  // Another message, or none any more: the write column is another one altogether.
  function takeWrite(page) {
    var old = document.getElementById("write");
    var now = page.getElementById("write");
    if (!old || !now) { return; }
    var same = (old.querySelector("#text-form") === null) === (now.querySelector("#text-form") === null)
      && (old.querySelector("#next") === null) === (now.querySelector("#next") === null);
    if (!same && !isGuarded(old)) { freshen(old, now); tell("noroshi:fresh"); }
  }

  function read() {
    if (!wanted) { return; }
    if (reading) { again(120); return; }
    var parts = Object.keys(wanted);
    wanted = null;
    reading = true;
    fetch(location.pathname + location.search, { credentials: "same-origin", headers: { "X-Noroshi-Live": "1" } })
      .then(function (answer) {
        if (answer.redirected) { location.reload(); return ""; }
        return answer.ok ? answer.text() : "";
      })
      .then(function (html) {
        if (!html) { return; }
        var page = new DOMParser().parseFromString(html, "text/html");
        var told = page.documentElement.getAttribute("data-now");
        if (told) { document.dispatchEvent(new CustomEvent("noroshi:now", { detail: told })); }
        if (parts.indexOf("write") >= 0) { takeWrite(page); }
        take(page, parts);
      })
      .catch(function () { parts.forEach(want); again(2000); })
      .finally(function () { reading = false; });
  }

  function want(part) { wanted = wanted || {}; wanted[part] = true; }

  function again(wait) { clearTimeout(timer); timer = setTimeout(read, wait); }

  // ---------- the stream ----------
  function happened(event) {
    var told = JSON.parse(event.data);
    var room = body.dataset.room;
    if (room && told.incident !== null && String(told.incident) !== room) { return; }
    told.parts.forEach(want);
    again(60);
  }

  function isLive(yes) { root.dataset.live = yes ? "on" : "lost"; }

  function listen() {
    var url = body.dataset.liveUrl;
    if (!url || !window.EventSource) { return; }
    var stream = new EventSource(url + "?after=" + (body.dataset.lastEvent || "0"));
    var lost = 0;
    stream.addEventListener("open", function () { clearTimeout(lost); isLive(true); });
    stream.addEventListener("alive", function () { clearTimeout(lost); isLive(true); });
    stream.addEventListener("happened", happened);
    stream.addEventListener("error", function () {
      clearTimeout(lost);
      lost = setTimeout(function () { isLive(false); }, 4000);
      if (stream.readyState === EventSource.CLOSED) { setTimeout(listen, 5000); }
    });
    addEventListener("pagehide", function () { stream.close(); });
    addEventListener("pageshow", function (event) { if (event.persisted) { location.reload(); } });
  }

  // Numbers move while a delivery runs; the event log does not tell every one of them.
  setInterval(function () {
    if (document.querySelector("[data-poll]") && !document.hidden) { want("delivery"); read(); }
  }, 1000);

  // ---------- writing ----------
  function fit(area) {
    if (!area.classList.contains("grow")) { return; }
    area.style.height = "auto";
    area.style.height = area.scrollHeight + 2 + "px";
  }

  function grow(box) { box.querySelectorAll("textarea").forEach(fit); }

  document.addEventListener("input", function (event) {
    if (event.target.tagName !== "TEXTAREA") { return; }
    fit(event.target);
    var saved = document.getElementById("saved");
    if (saved && event.target.closest("#report-form")) { saved.textContent = ""; }
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && !event.isComposing && event.target.hasAttribute("data-one-line")) { event.preventDefault(); }
  });

  document.addEventListener("htmx:configRequest", function (event) {
    var form = event.target.closest("form");
    if (!form) { return; }
    event.detail.elt.noroshiSent = Array.prototype.map.call(fields(form), function (field) { return [field, field.value]; });
  });

  document.addEventListener("htmx:afterRequest", function (event) {
    var sent = event.detail.elt.noroshiSent;
    if (!event.detail.successful || !sent) { return; }
    sent.forEach(function (pair) { if (pair[0].tagName === "TEXTAREA") { keep(pair[0], pair[1]); } });
  });

  function keep(area, saved) {
    var now = area.value;
    area.defaultValue = saved;
    if (area.value !== now) { area.value = now; }
  }

  document.addEventListener("htmx:oobAfterSwap", function () { grow(document); });

  // ---------- once is enough ----------
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!("once" in form.dataset)) { leaving = true; return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    leaving = true;
    setTimeout(function () { delete form.dataset.sent; }, 8000);
  });

  var leaving = false;
  document.addEventListener("noroshi:leaving", function () { leaving = true; });
  addEventListener("beforeunload", function (event) {
    var form = document.querySelector("#text-form, #report-form");
    if (!leaving && form && isDirty(form)) { event.preventDefault(); }
  });

  // ---------- the four parts on a phone ----------
  function jumps() {
    var links = document.querySelectorAll(".jump a");
    if (!links.length || !window.IntersectionObserver) { return; }
    var watch = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) { return; }
        links.forEach(function (link) {
          if (link.hash === "#" + entry.target.id) { link.setAttribute("aria-current", "true"); } else { link.removeAttribute("aria-current"); }
        });
      });
    }, { rootMargin: "-30% 0px -60% 0px" });
    links.forEach(function (link) { var part = document.querySelector(link.hash); if (part) { watch.observe(part); } });
  }

  grow(document);
  jumps();
  listen();
}());
