// The chat without reloading: sends, and asks now and then for what is new. Without this file forms do it.
(function () {
  "use strict";
  var form = document.getElementById("say"), lines = document.getElementById("lines"), state = document.getElementById("state");
  if (!form || !window.fetch || !window.URLSearchParams) return;
  var box = form.elements.text, token = form.elements.token.value, known = "known" in lines.dataset;
  var last = "", heard = Date.now(), failed = 0, timer = 0, asking = false, look = document.querySelector(".look");
  if (look) look.remove();

  function all(what, within) { return Array.prototype.slice.call((within || document).querySelectorAll(what)); }
  function say(words) { if (state.textContent !== words) state.textContent = words; }
  function once() { return Array.prototype.map.call(crypto.getRandomValues(new Uint8Array(16)), function (one) { return one.toString(16); }).join("-"); }

  // Near me: the phone is asked only when she taps, and tells us her place to about 100 metres.
  function offerPlace(within) {
    if (navigator.geolocation) all("[data-here]", within).forEach(function (button) { button.hidden = false; });
  }

  function mine(words) {
    var line = document.createElement("li"), who = document.createElement("span"), text = document.createElement("div");
    line.className = "line mine sending"; line.dir = "auto";
    who.className = "hide"; who.textContent = form.dataset.you + " ";
    text.className = "text"; text.textContent = words;
    line.append(who, text);
    lines.append(line);
    line.scrollIntoView({ block: "nearest" });
    return line;
  }

  function send(what, shown) {
    var line = mine(shown), fields = new URLSearchParams(what), begin = form.querySelector("[name=begin]");
    fields.set("token", token); fields.set("once", once());
    if (begin && ("begin" in what || !begin.value)) begin.closest("p").remove();
    attempt(2);

    function attempt(left) {
      fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } }).then(function (answer) {
        if (answer.status === 202) {
          token = answer.headers.get("Chat-Token"); known = true;
          all("[name=token]").forEach(function (field) { field.value = token; });
          line.classList.remove("sending");
          heard = Date.now();
          ask(300);
        } else if (answer.status >= 500) again(left);
        else answer.json().then(function (said) { if (said.token) token = said.token; back(said.sorry); }, function () { back(form.dataset.sorry); });
      }, function () { again(left); });
    }
    function again(left) {
      if (left) setTimeout(attempt, 1500, left - 1); else back(form.dataset.sorry);
    }
    function back(words) {
      line.remove();
      if (what.text && !box.value) box.value = what.text;
      say(words);
    }
  }

  function ask(soon) { clearTimeout(timer); timer = setTimeout(news, soon); }
  // Often while something is going on, seldom when nothing is or nobody looks.
  function pause() {
    var usual = document.hidden ? 30000 : Date.now() - heard < 120000 ? 1500 : 6000;
    return Math.min(usual * Math.pow(2, failed), 60000);
  }

  function news() {
    if (!known) return;
    if (asking) return ask(500);
    asking = true;
    fetch(lines.dataset.new + "?have=" + last, { headers: { Accept: "application/json" } }).then(function (answer) {
      if (!answer.ok) throw answer.status;
      return answer.json();
    }).then(function (found) {
      failed = 0;
      if (found.go) return location.replace(found.go);
      add(found.html);
      last = found.last;
      if (found.html || found.waiting || state.textContent === form.dataset.soon) say(found.waiting && Date.now() - heard > 2500 ? form.dataset.soon : "");
    }).catch(function () { failed = Math.min(failed + 1, 6); }).then(function () { asking = false; ask(pause()); });
  }

  function add(html) {
    var made = document.createElement("template"), first = null;
    made.innerHTML = html;
    offerPlace(made.content);
    all("li", made.content).forEach(function (line) {
      if (document.getElementById(line.id)) return;
      lines.append(line);
      first = first || line;
    });
    if (first) { heard = Date.now(); first.scrollIntoView({ block: "nearest" }); }
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var by = event.submitter, words = box.value.trim();
    if (by && by.name === "press") return send({ press: by.value }, by.textContent.trim());
    if (by && by.name === "begin") return send({ begin: by.value }, by.textContent.trim());
    if (!words) return box.focus();
    box.value = "";
    send({ text: words }, words);
  });
  box.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  lines.addEventListener("click", function (event) {
    var button = event.target.closest("[data-here]");
    if (!button) return;
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(function (found) {
      button.disabled = false;
      send({ here: found.coords.latitude.toFixed(3) + "," + found.coords.longitude.toFixed(3) }, button.textContent.trim());
    }, function () { button.disabled = false; say(form.dataset.nowhere); }, { timeout: 10000, maximumAge: 300000 });
  });
  document.addEventListener("visibilitychange", function () { if (!document.hidden) ask(0); });

  offerPlace();
  var newest = all("[id^=l-]", lines).pop();
  if (newest && known) { last = newest.id.slice(2); newest.scrollIntoView({ block: "nearest" }); }
  ask(pause());
})();
