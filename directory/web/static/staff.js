/* Keeps what staff type on their own device until it is saved, for when the connection is lost.
   Forms ask for it with data-keep. What another worker left here goes as soon as somebody signs in or out;
   listings hold no personal data. */
(() => {
  "use strict";
  const START = "kept:", worker = document.body.dataset.worker, A_WEEK = 7 * 24 * 3600 * 1000;
  let store;
  try { store = window.localStorage; store.getItem(START); } catch { return; }

  const names = () => Object.keys(store).filter((name) => name.startsWith(START));
  const own = `${START}${worker}/`;
  const read = (name) => { try { return JSON.parse(store.getItem(name)); } catch { return null; } };
  const fields = (form) => [...new FormData(form)].filter(([name]) => name !== "csrf_token");
  const typed = (form) => JSON.stringify(fields(form).filter(([name]) => name !== "seen"));

  if (worker) names().filter((name) => !name.startsWith(own)).forEach((name) => store.removeItem(name));
  for (const form of document.querySelectorAll("form[data-sign-out]"))
    form.addEventListener("submit", () => names().forEach((name) => store.removeItem(name)));
  if (!worker) return;

  const fill = (form, kept) => {
    for (const control of form.elements) {
      if (!control.name || control.name === "csrf_token") continue;
      const values = kept.filter(([name]) => name === control.name).map(([, value]) => value);
      if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
      else if (values.length && control.tagName !== "BUTTON") control.value = values[0];
    }
  };

  for (const form of document.querySelectorAll("form[data-keep]")) {
    const name = own + form.dataset.keep, note = form.querySelector("[data-kept]");
    const asShown = fields(form), before = typed(form);
    const saved = form.closest("[data-saved]")?.dataset.saved;
    if (saved && form.dataset.keep.endsWith(`/${saved}`)) store.removeItem(name);
    const kept = read(name);
    if (kept && Date.now() - kept.at > A_WEEK) store.removeItem(name);
    else if (kept && JSON.stringify(kept.fields.filter(([each]) => each !== "seen")) !== before) {
      fill(form, kept.fields);
      note.hidden = false;
      const details = form.closest("details");
      if (details) details.open = true;
    }
    const keep = () => {
      if (typed(form) === before) store.removeItem(name);
      else try { store.setItem(name, JSON.stringify({ at: Date.now(), fields: fields(form) })); } catch { /* full */ }
    };
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.querySelector("[data-forget]")?.addEventListener("click", () => {
      fill(form, asShown);
      store.removeItem(name);
      note.hidden = true;
      form.querySelector("input:not([type=hidden]), select, textarea").focus();
    });
  }
})();
