// Moves every count and wick once a second, by the server's clock.
// An element with data-due (and data-made, for the wick) holds a .left and a .wick.
// data-now, on <html> or on anything swapped in, tells the server's time.
// <html data-live="lost"> (set by whoever holds the connection) stops all counts: a stale number
// is worse than none.
(function () {
  "use strict";
  var ahead = 0;
  var root = document.documentElement;
  var MARKS = [10, 5, 1];

  function listen(element) {
    var told = element.getAttribute && element.getAttribute("data-now");
    if (told) { ahead = Date.parse(told) - Date.now(); }
  }

  function two(n) { return (n < 10 ? "0" : "") + n; }

  function written(seconds) {
    var late = seconds < 0;
    var whole = Math.floor(Math.abs(seconds));
    var minutes = Math.floor(whole / 60);
    var text = minutes < 60
      ? minutes + ":" + two(whole % 60)
      : Math.floor(minutes / 60) + ":" + two(minutes % 60) + ":" + two(whole % 60);
    return (late ? "+" : "") + text;
  }

  function set(node, name, value) { if (node) { node.setAttribute(name, value); } }

  function burn(wick, gone) {
    var at = (Math.min(Math.max(gone, 0), 1) * 100).toFixed(2) + "%";
    set(wick.querySelector(".ash"), "x2", at);
    set(wick.querySelector(".cord"), "x1", gone > 1 ? "0" : at);
    wick.querySelectorAll("circle").forEach(function (dot) { dot.setAttribute("cx", at); });
  }

  function say(holder, minutes) {
    var line = holder.querySelector("[data-say]");
    if (!line || holder.dataset.said === String(minutes)) { return; }
    holder.dataset.said = String(minutes);
    line.textContent = document.body.getAttribute("data-say-" + minutes) || "";
  }

  function show(holder, now, lost) {
    var due = Date.parse(holder.dataset.due);
    var left = (due - now) / 1000;
    holder.classList.toggle("is-stale", lost);
    holder.classList.toggle("is-overdue", !lost && left < 0);
    holder.classList.toggle("is-late", !lost && left >= 0 && left < 300);
    holder.querySelectorAll(".left").forEach(function (digits) {
      digits.textContent = lost ? "–:––" : written(left);
    });
    if (lost) { return; }
    var made = Date.parse(holder.dataset.made);
    if (!isNaN(made)) {
      holder.querySelectorAll(".wick").forEach(function (wick) {
        burn(wick, (now - made) / Math.max(due - made, 1000));
      });
    }
    MARKS.forEach(function (minutes) {
      if (left <= minutes * 60 && left > minutes * 60 - 2) { say(holder, minutes); }
    });
  }

  function tick() {
    var now = Date.now() + ahead;
    var lost = root.dataset.live === "lost" || navigator.onLine === false;
    document.querySelectorAll("[data-due]").forEach(function (holder) { show(holder, now, lost); });
  }

  listen(root);
  tick();
  setInterval(tick, 1000);
  addEventListener("online", tick);
  addEventListener("offline", tick);
  document.addEventListener("htmx:load", function (event) {
    listen(event.target);
    event.target.querySelectorAll("[data-now]").forEach(listen);
    tick();
  });
  document.addEventListener("htmx:sendError", function () { root.dataset.live = "lost"; tick(); });
  document.addEventListener("htmx:afterOnLoad", function (event) {
    if (event.detail.successful) { root.dataset.live = "on"; tick(); }
  });
  document.addEventListener("noroshi:now", function (event) {
    ahead = Date.parse(event.detail) - Date.now();
    tick();
  });
}());
