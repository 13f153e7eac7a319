// Copying words to post elsewhere. Without it the words can be selected by hand.
(function () {
  "use strict";

  function offer() {
    document.querySelectorAll("button[data-copy][hidden]").forEach(function (button) {
      button.hidden = !navigator.clipboard;
    });
  }

  function copied(button) {
    var before = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(function () { button.textContent = before; }, 2000);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-copy]");
    var words = button && document.getElementById(button.dataset.copy);
    if (!words) { return; }
    navigator.clipboard.writeText(words.value).then(
      function () { copied(button); },
      function () { words.focus(); words.select(); }
    );
  });

  offer();
  new MutationObserver(offer).observe(document.body, { childList: true, subtree: true });
}());
