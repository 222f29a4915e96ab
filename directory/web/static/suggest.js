// Suggestions under the box “What are you looking for?”: a combobox with a list, as in WAI-ARIA 1.2.
// Without this file, or when the server does not answer, the box is a box.
(function () {
  "use strict";
  var box = document.querySelector("[data-suggest]"), NOTHING = { said: "", options: [] };
  if (!box || !window.fetch || !window.AbortController) return;
  var list = document.createElement("ul"), count = document.createElement("p"), options = [], at = -1, timer, asking;

  var mark = function (next) {
    at = next;
    Array.prototype.forEach.call(list.children, function (option, number) { option.setAttribute("aria-selected", number === at); });
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", list.children[at].id);
  };

  var show = function (answer) {
    options = answer.options;
    list.textContent = "";
    options.forEach(function (one, number) {
      var option = list.appendChild(document.createElement("li")), words = option.appendChild(document.createElement("bdi"));
      option.id = "suggested-" + number;
      option.setAttribute("role", "option");
      words.textContent = one.text;
      if (one.lang) words.lang = one.lang;
      if (one.town) option.appendChild(document.createElement("small")).textContent = " " + one.town;
      option.addEventListener("click", function () { choose(one); });
    });
    list.hidden = !options.length;
    box.setAttribute("aria-expanded", !list.hidden);
    count.textContent = answer.said;
    mark(-1);
  };

  var still = function () { clearTimeout(timer); if (asking) asking.abort(); };
  var close = function () { still(); show(NOTHING); };

  var ask = function () {
    var text = box.value.trim(), mine = asking = new AbortController();
    fetch(box.dataset.suggest + "?q=" + encodeURIComponent(text), { signal: mine.signal }).then(function (answer) {
      return answer.ok ? answer.json() : NOTHING;
    }).catch(function () { return NOTHING; }).then(function (answer) { if (!mine.signal.aborted) show(answer); });
  };

  var choose = function (one) {
    close();
    if (one.href) { location.href = one.href; return; }
    box.value = one.q || "";
    if (one.near) box.form.elements.near.value = one.near;
    box.form.querySelector(".go").click();
  };

  box.addEventListener("input", function () {
    still(); mark(-1);
    if (box.value.trim().length < 2) close(); else timer = setTimeout(ask, 150);
  });
  box.addEventListener("keydown", function (event) {
    var key = event.key, many = options.length, way = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (event.isComposing) return;
    if (way && many) mark((at + 1 + way + many + 1) % (many + 1) - 1);
    else if (way && box.value.trim().length > 1) { still(); ask(); }
    else if (key === "Escape" && many) close();
    else if (key === "Enter" && at >= 0) choose(options[at]);
    else { if (key === "Enter") still(); return; }
    event.preventDefault();
  });
  box.addEventListener("blur", close);
  list.addEventListener("mousedown", function (event) { event.preventDefault(); });  // the box keeps the focus

  list.id = "suggested"; list.className = "suggested"; list.hidden = true;
  list.setAttribute("role", "listbox"); list.setAttribute("aria-label", box.labels[0].textContent);
  count.className = "hide"; count.setAttribute("role", "status");
  box.closest(".box").append(list, count);
  box.autocomplete = "off";
  [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]].forEach(function (one) {
    box.setAttribute(one[0], one[1]);
  });
})();
