// Keeps the pack that is open on this device, with all that its page needs, for the day itself.

const pack = document.querySelector("[data-pack]");
const say = (words) => {
  const note = document.querySelector("[data-pack-state]");
  note.textContent = words;
  note.hidden = false;
};

const keep = async () => {
  await navigator.serviceWorker.register(pack.dataset.worker);
  await navigator.serviceWorker.ready;
  const store = await caches.open(`packs:${document.body.dataset.person}`);
  const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src], main img")];
  const addresses = [location.pathname, ...parts.map((part) => part.href ?? part.src)];
  const answers = await Promise.all(
    addresses.map(async (address) => [address, await fetch(address, { credentials: "same-origin" })]),
  );
  // A pack that is kept by halves would be a broken page on the day.
  if (answers.some(([, response]) => !response.ok || response.redirected)) return;
  await Promise.all(answers.map(([address, response]) => store.put(address, response)));
  say(pack.dataset.kept);
};

if (pack && "serviceWorker" in navigator && "caches" in window) {
  if (navigator.onLine) keep().catch(() => {});
  else say(pack.dataset.offline);
  window.addEventListener("offline", () => say(pack.dataset.offline));
}
