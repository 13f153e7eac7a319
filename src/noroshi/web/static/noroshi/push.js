// Asks the browser for its address for notices, then sends the form as it is.
(() => {
  const field = document.querySelector("input[name=push]");
  if (!field) return;
  const form = field.form;
  const say = (name) => {
    for (const line of form.querySelectorAll("[data-says]")) line.hidden = line.dataset.says !== name;
  };
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    say("unable");
    return;
  }
  say("ready");
  const key = () => {
    const text = form.dataset.key.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  };
  const address = async () => {
    const worker = await navigator.serviceWorker.register("/push-worker.js");
    await navigator.serviceWorker.ready;
    const known = await worker.pushManager.getSubscription();
    const wanted = { userVisibleOnly: true, applicationServerKey: key() };
    return known || worker.pushManager.subscribe(wanted);
  };
  form.addEventListener("submit", async (event) => {
    if (field.value) return;
    event.preventDefault();
    try {
      if ((await Notification.requestPermission()) !== "granted") throw new Error("denied");
      field.value = JSON.stringify(await address());
      form.submit();
    } catch {
      say("denied");
    }
  });
})();
