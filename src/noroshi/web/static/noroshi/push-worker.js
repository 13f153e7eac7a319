// Shows the notices of the status page while it is closed. Kept by the browser; asks nothing.
self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data.json();
  } catch {
    return;
  }
  const shown = { body: told.body || "", data: { url: told.url || "" } };
  if (told.tag) Object.assign(shown, { tag: told.tag, renotify: true });
  event.waitUntil(self.registration.showNotification(told.title || "", shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = event.notification.data && event.notification.data.url;
  if (/^https?:/.test(url)) event.waitUntil(self.clients.openWindow(url));
});
