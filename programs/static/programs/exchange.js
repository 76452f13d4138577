// Small comforts. Every page works without this file.

// "/" goes to the search field, "?" to the help page, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "/") {
    const search = document.querySelector("input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  } else if (event.key === "?") {
    window.location.assign(document.body.dataset.help);
  }
});

// After a form came back with errors, the first of them gets the focus.
const wrong = document.querySelector("[aria-invalid=true], .errorlist.nonfield");
if (wrong) {
  if (!wrong.matches("input, select, textarea")) wrong.tabIndex = -1;
  wrong.focus();
}

// A button is pressed once: a second click while the answer is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
});

// Coming back by the browser's back button makes the form usable again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy=true]")) button.removeAttribute("aria-busy");
});

// Packs that were kept for reading without a connection are one person's own: whoever else
// opens a page here, and whoever signs out, leaves none behind.
if ("caches" in window) {
  const forget = async (mine) => {
    for (const name of await caches.keys()) {
      if (name.startsWith("packs:") && name !== mine) await caches.delete(name);
    }
  };
  forget(`packs:${document.body.dataset.person}`);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-signs-out]")) forget("");
  });
}

// What is typed into a box that saves itself stays on this device until the server has it:
// a lost connection, a closed tab or an ended session takes no word. Drafts are the person's
// own by their key, and are dropped once saved, or after a week.
const WEEK = 7 * 24 * 3600 * 1000;
for (const form of document.querySelectorAll("form[data-draft]")) {
  const box = form.querySelector("textarea");
  const version = () => form.querySelector("input[name=version]");
  const note = form.querySelector("[role=status]");
  const key = `draft:${form.dataset.draft}`;
  let sent = null;
  const keep = () => {
    const draft = { text: box.value, version: version().value, at: Date.now() };
    try {
      localStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // The device has no room or no storage: the box still holds the words.
    }
  };
  const tell = (words) => {
    note.textContent = words;
  };
  box.addEventListener("input", keep);
  form.addEventListener("htmx:configRequest", () => {
    sent = box.value;
  });
  form.addEventListener("htmx:beforeSwap", (event) => {
    const arrived = new URL(event.detail.xhr.responseURL).pathname;
    if (arrived !== new URL(form.action).pathname) {
      event.detail.shouldSwap = false;
      tell(form.dataset.draftSignedOut);
    } else if (event.detail.xhr.status === 200 && box.value === sent) {
      localStorage.removeItem(key);
    }
  });
  for (const problem of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    form.addEventListener(problem, () => tell(form.dataset.draftOffline));
  }
  const draft = JSON.parse(localStorage.getItem(key) ?? "null");
  if (draft && (Date.now() - draft.at > WEEK || draft.text === box.value)) {
    localStorage.removeItem(key);
  } else if (draft) {
    box.value = draft.text;
    version().value = draft.version;
    tell(form.dataset.draftRestored);
    // Saving by itself is ready once the page has loaded.
    window.addEventListener("load", () => box.dispatchEvent(new Event("input", { bubbles: true })));
  }
}
window.addEventListener("online", () => {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith("draft:"))) {
    const box = document.querySelector(`form[data-draft="${CSS.escape(key.slice(6))}"] textarea`);
    if (box) box.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
