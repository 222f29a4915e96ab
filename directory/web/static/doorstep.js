// Small comforts. Everything on the site works without this file.
(function () {
  "use strict";
  var all = function (what) { return Array.prototype.slice.call(document.querySelectorAll(what)); };

  // Near me: asks for the place only when tapped, and sends it for this one search, to about 100 metres.
  all("[data-locate]").forEach(function (button) {
    if (!navigator.geolocation) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      button.disabled = true;
      navigator.geolocation.getCurrentPosition(function (found) {
        var form = button.form, here = form.querySelector("[name=here]") || document.createElement("input");
        here.type = "hidden"; here.name = "here";
        here.value = found.coords.latitude.toFixed(3) + "," + found.coords.longitude.toFixed(3);
        form.appendChild(here);
        form.querySelector("[name=near]").value = "";
        form.submit();
      }, function () {
        var note = document.createElement("p");
        note.className = "note"; note.setAttribute("role", "alert"); note.textContent = button.dataset.sorry;
        button.replaceWith(note);
      }, { timeout: 10000, maximumAge: 300000 });
    });
  });

  // iPhones open their own map from a link of their own kind.
  if (/iPhone|iPad|Macintosh/.test(navigator.userAgent)) all("[data-map]").forEach(function (link) {
    link.href = "https://maps.apple.com/?daddr=" + link.dataset.map;
  });

  all("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  // Leave fast: the page is replaced, so that “back” does not show it. Shift three times does the same.
  var way = document.querySelector("[data-exit]"), shifts = 0;
  if (way) {
    var leave = function (event) { if (event) event.preventDefault(); document.body.hidden = true; location.replace(way.href); };
    way.addEventListener("click", leave);
    document.addEventListener("keyup", function (event) {
      shifts = event.key === "Shift" ? shifts + 1 : 0;
      if (shifts === 3) leave();
    });
  }

  // Empty boxes make long addresses; leave them out.
  all("form").forEach(function (form) {
    form.addEventListener("submit", function () {
      all("input,select").forEach(function (box) { if (box.form === form && !box.value) box.disabled = true; });
    });
  });
  window.addEventListener("pageshow", function () {
    all("input,select,button").forEach(function (box) { box.disabled = false; });
  });
})();
