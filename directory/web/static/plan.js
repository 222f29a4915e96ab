// The editor of a session's times: only the questions that matter, and the next dates while one chooses.
// Without this script all questions are there, and a button shows the dates.
(() => {
  const form = document.querySelector("[data-plan]");
  if (!form) return;
  const preview = document.getElementById("preview");
  const show = (name, shown) => form.querySelectorAll(name).forEach((part) => { part.hidden = !shown; });
  const ask = () => {
    const repeats = form.elements.repeats.value;
    show(".only-dates", repeats === "once");
    show(".only-rhythm", repeats !== "once");
    show(".only-monthly", repeats === "monthly");
  };

  let asked = 0, timer;
  const look = async () => {
    // Who is signed out meanwhile gets a plain “no” for this header, and nothing she typed is moved away.
    const mine = ++asked, fields = new FormData(form);
    fields.set("do", "look");
    const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected || mine !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("preview"), shown = page.querySelector("[name=shown]");
    if (!found || !shown || mine !== asked) return;
    preview.replaceChildren(...found.childNodes);
    form.elements.shown.value = shown.value;
  };
  form.addEventListener("change", (event) => {
    ask();
    if (event.target.name === "sentence") return;
    clearTimeout(timer);
    timer = setTimeout(() => look().catch(() => {}), 250);
  });
  ask();
})();
