// Saving at the writing desk: on a longer pause, when the text is left, and before another screen is
// opened. Each save is an entry in the log, so there are few; no word is lost between them.
(function () {
  "use strict";
  var desk = window.noroshiDesk;
  var SAVE_MS = 5000;
  var SAVE_SOON_MS = 1000;
  var SAVE_AT_LEAST_MS = 30000;
  var refused = "";

  var saveTimer = 0;
  var saving = null;
  var firstTyped = 0;
  var saveFailures = 0;
  var inConflict = false;
  var blocksSaved = "";
  var isSent = false;   // the form itself is on its way with every word

  function isDirty() {
    return Boolean(desk.form) && Object.keys(desk.areas).some(function (name) { return desk.areas[name].value !== desk.areas[name].defaultValue; });
  }

  function wantSave(wait) {
    var most = firstTyped ? Math.max(0, firstTyped + SAVE_AT_LEAST_MS - performance.now()) : SAVE_AT_LEAST_MS;
    clearTimeout(saveTimer);
    saveTimer = setTimeout(save, Math.min(wait, most));
  }

  // Resolves to whether every word is kept by now.
  function save(more) {
    clearTimeout(saveTimer);
    if (!isDirty() || isSent) { return Promise.resolve(true); }
    if (inConflict) { return Promise.resolve(false); }
    if (saving) { return saving.then(function () { return save(); }); }
    var sent = desk.words();
    var asked = desk.form;
    saving = desk.send(desk.form.action, more).then(function (answer) {
      return answer.text().then(function (html) { return asked === desk.form ? answered(answer.status, html, sent) : true; });
    }).catch(notSaved).finally(function () { saving = null; });
    return saving;
  }

  function saveNow() { if (isDirty()) { save(); } else if (!inConflict) { desk.put("saved", desk.form.dataset.saved); } }

  function answered(status, html, sent) {
    var box = desk.byId("saved");
    if (status === 401) { box.textContent = desk.form.dataset.signedOut; return false; }
    if (status >= 500) { return notSaved(); }
    var page = new DOMParser().parseFromString(html, "text/html");
    if (status !== 200) {
      inConflict = status === 409;
      box.replaceChildren.apply(box, Array.prototype.slice.call(page.body.childNodes));
      return false;
    }
    desk.byId("version").value = desk.byId("edit").dataset.version = page.getElementById("version").value;
    Object.keys(desk.areas).forEach(function (name) { keep(desk.areas[name], sent[name]); });
    firstTyped = 0;
    saveFailures = 0;
    blocksSaved = desk.byId("findings").dataset.blocks;
    if (isDirty()) { wantSave(SAVE_MS); return false; }
    box.textContent = page.body.textContent.trim();
    return true;
  }

  function keep(area, saved) {
    var now = area.value;
    area.defaultValue = saved;
    if (area.value !== now) { area.value = now; }
  }

  function notSaved() {
    if (!desk.form) { return false; }
    desk.put("saved", desk.form.dataset.notSaved);
    clearTimeout(saveTimer);
    saveTimer = setTimeout(save, desk.RETRY_MS[Math.min(saveFailures, desk.RETRY_MS.length - 1)]);
    saveFailures += 1;
    return false;
  }

  function isElsewhere(link) {
    return link.target !== "_blank" && link.origin === location.origin
      && (link.pathname + link.search !== location.pathname + location.search || !link.hash);
  }

  // Words are saved before another screen is opened. When that fails, a second press leaves.
  function leave(event) {
    var link = event.target.closest("a[href]");
    if (!desk.form || !link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    if ("leave" in link.dataset) { document.dispatchEvent(new Event("noroshi:leaving")); return; }
    if (!isElsewhere(link) || !isDirty() || refused === link.href) { return; }
    event.preventDefault();
    save().then(function (isKept) { if (isKept) { location.assign(link.href); } else { refused = link.href; } });
  }

  function submitted(event) {
    var other = event.target;
    if (desk.form && other === desk.form) { sendForm(event); return; }
    if (!desk.form || other.hasAttribute("hx-post") || other.method !== "post" || !isDirty() || inConflict || refused === other.action) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    save().then(function (isKept) { if (isKept) { other.requestSubmit(event.submitter); } else { refused = other.action; } });
  }

  // Two saves of the same words at once would look like two writers.
  function sendForm(event) {
    if (!saving) { isSent = true; setTimeout(function () { isSent = false; }, 8000); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    saving.then(function () { desk.form.requestSubmit(event.submitter); });
  }

  function blurred(event) {
    if (!desk.form || !desk.form.contains(event.target)) { return; }
    // A press on a mend comes back to the text at once: that is no pause.
    setTimeout(function () { if (desk.form && !desk.form.contains(document.activeElement)) { save(); } }, 300);
  }

  desk.hasTyped = function () {
    if (!firstTyped) { firstTyped = performance.now(); }
    if (!inConflict) { desk.byId("saved").textContent = ""; }
    wantSave(SAVE_MS);
  };

  // The next step depends on whether anything blocks: the room must know soon.
  desk.hasChecked = function () {
    if (isDirty() && desk.byId("findings").dataset.blocks !== blocksSaved) { wantSave(SAVE_SOON_MS); }
  };

  desk.hasBegun = function () {
    inConflict = false;
    refused = "";
    firstTyped = 0;
    blocksSaved = desk.byId("findings").dataset.blocks;
  };

  Object.assign(desk, { save: save, saveNow: saveNow });
  document.addEventListener("click", leave);
  document.addEventListener("submit", submitted, true);
  document.addEventListener("focusout", blurred);
  document.addEventListener("visibilitychange", function () { if (document.hidden) { save({ keepalive: true }); } });
  addEventListener("online", function () { save(); });
}());
