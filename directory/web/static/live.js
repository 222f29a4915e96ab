/* Looks again, every so many seconds, whether something new was said, as long as the page is seen and used:
   a phone left lying is not kept signed in for ever. Without this script there is a link that looks again. */
(() => {
  "use strict";
  const part = document.querySelector("[data-live]");
  if (!part) return;
  const USED_FOR = 20 * 60 * 1000;
  let used = Date.now();
  for (const what of ["pointerdown", "keydown", "scroll"])
    document.addEventListener(what, () => { used = Date.now(); }, { passive: true });

  const look = async () => {
    if (document.hidden || Date.now() - used > USED_FOR) return;
    // Who is signed out meanwhile gets a plain “no” for this header, and stays where she is.
    const answer = await fetch(location.href, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
    if (!found || part.contains(document.activeElement)) return;
    for (const now of part.querySelectorAll("[id]")) {
      const next = found.querySelector(`#${now.id}`);
      if (next && next.parentElement === found && next.innerHTML !== now.innerHTML) now.replaceChildren(...next.childNodes);
    }
  };
  setInterval(() => look().catch(() => {}), Number(part.dataset.live) * 1000);
})();
