// Lets a briefing pack that was opened once open again without a connection.
// The network always comes first; the page itself puts packs on the device (packs.js).

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const forget = async () => {
  for (const name of await caches.keys()) if (name.startsWith("packs:")) await caches.delete(name);
};

const answer = async (request) => {
  try {
    const response = await fetch(request);
    // A pack that sends its reader elsewhere sends them to sign in: whoever this is, it is not theirs.
    if (request.mode === "navigate" && response.type === "opaqueredirect") await forget();
    return response;
  } catch (error) {
    const kept = await caches.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});
