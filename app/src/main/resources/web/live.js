// Keeps a page fresh: on an event the page asks for itself again and takes over what changed.
// Without this script every page works by forms and links.
(function () {
  "use strict";
  const app = () => document.getElementById("app");
  let made = Date.now(), lost = false, wait = 1000, timer = null, stream = null, asked = false, wanted = false;

  // Takes over a new tree into the old one, keeping what a reader is using.
  function morph(from, to) {
    if (from.nodeType !== to.nodeType || from.nodeName !== to.nodeName || (from.id || "") !== (to.id || "")) {
      from.replaceWith(to.cloneNode(true));
      return;
    }
    if (from.nodeType !== Node.ELEMENT_NODE) {
      if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
      return;
    }
    if (from.hasAttribute("data-keep") && from.getAttribute("data-keep") === to.getAttribute("data-keep")) return;
    const details = from.nodeName === "DETAILS" && !from.hasAttribute("data-follow");
    for (const a of Array.from(to.attributes)) {
      if (!(details && a.name === "open") && from.getAttribute(a.name) !== a.value) from.setAttribute(a.name, a.value);
    }
    for (const a of Array.from(from.attributes)) {
      if (!(details && a.name === "open") && !to.hasAttribute(a.name) && a.name !== "class") from.removeAttribute(a.name);
    }
    if (!to.hasAttribute("class") && from.hasAttribute("class")) from.removeAttribute("class");
    if (from.nodeName === "INPUT" || from.nodeName === "TEXTAREA" || from.nodeName === "SELECT") {
      if (from.type === "hidden") from.value = to.getAttribute("value") || "";
      return;
    }
    children(from, to);
  }

  function children(from, to) {
    const known = new Map();
    for (const child of Array.from(from.children)) if (child.id) known.set(child.id, child);
    let at = from.firstChild;
    for (const next of Array.from(to.childNodes)) {
      let old = next.id && known.get(next.id) ? known.get(next.id) : at;
      if (old && old !== at) from.insertBefore(old, at);
      if (!old) {
        from.appendChild(next.cloneNode(true));
      } else if (!next.id && old.id && to.querySelector("#" + CSS.escape(old.id))) {
        from.insertBefore(next.cloneNode(true), old);
        continue;
      } else {
        const after = old.nextSibling;
        morph(old, next);
        at = after;
      }
    }
    while (at) { const after = at.nextSibling; at.remove(); at = after; }
  }

  htmx.defineExtension("morph", {
    isInlineSwap: (style) => style === "morph",
    handleSwap: function (style, target, fragment) {
      if (style !== "morph") return false;
      const fresh = fragment.querySelector ? fragment.querySelector("#app") || fragment.firstElementChild : fragment;
      if (!fresh) return false;
      morph(target, fresh);
      htmx.process(target);
      fresh.remove();
      arrived();
      return [target];
    }
  });

  function arrived() { made = Date.now(); follow(); tick(); }

  // One question at a time; what happens meanwhile is asked for afterwards.
  async function refresh() {
    if (asked) { wanted = true; return; }
    asked = true;
    try {
      const answer = await fetch(location.pathname + location.search, { headers: { "X-Live": "1" }, credentials: "same-origin" });
      if (answer.redirected && new URL(answer.url).pathname === "/sign-in") { location.reload(); return; }
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        const now = fresh.getElementById("app");
        if (now && app()) { document.title = fresh.title; morph(app(), document.importNode(now, true)); htmx.process(app()); arrived(); }
      }
    } catch (e) { gone(); } finally {
      asked = false;
      if (wanted) { wanted = false; setTimeout(refresh, 400); }
    }
  }

  function soon() { if (!timer) timer = setTimeout(() => { timer = null; refresh(); }, 250); }

  function gone() { lost = true; tick(); }

  // EventSource gives up for good on some errors; this goes on, with longer and longer pauses.
  function listen() {
    const at = app() && app().getAttribute("data-live");
    if (!at) return;
    stream = new EventSource(at);
    stream.addEventListener("hello", () => { wait = 1000; if (lost) { lost = false; soon(); } tick(); });
    stream.addEventListener("change", soon);
    stream.onerror = () => {
      stream.close();
      gone();
      setTimeout(listen, wait + Math.random() * 500);
      wait = Math.min(wait * 2, 15000);
    };
  }

  // The clock, and how old what is shown is.
  function tick() {
    const fresh = document.querySelector(".fresh");
    if (!fresh) return;
    const seconds = Math.max(0, Math.round((Date.now() - made) / 1000));
    const age = seconds < 60 ? seconds + (document.documentElement.lang === "ko" ? "초" : " s")
      : Math.floor(seconds / 60) + (document.documentElement.lang === "ko" ? "분" : " min");
    fresh.textContent = (lost ? fresh.dataset.lost : fresh.dataset.ago).replace("%", age);
    fresh.classList.toggle("stale", lost);
    const clock = document.querySelector(".clock");
    if (clock) {
      const now = new Date(Date.parse(clock.getAttribute("datetime")) + Date.now() - made);
      const name = clock.textContent.trim().split(" ").pop();
      clock.textContent = now.toLocaleTimeString("en-GB", { timeZone: clock.dataset.zone }) + " " + name;
      clock.title = now.toISOString().slice(0, 19) + "Z";
    }
  }

  // A run's output as it comes: goes on from the last byte after a break.
  let tail = null, tailOf = "";
  function follow() {
    const log = document.querySelector("[data-log]");
    const of = log ? log.dataset.log : "";
    if (of === tailOf) return;
    if (tail) tail.close();
    tailOf = of;
    if (!of) { tail = null; return; }
    tail = new EventSource(of + "&from=" + (log.dataset.next || "0"));
    tail.addEventListener("lines", (event) => write(log, event.data));
    tail.addEventListener("output", (event) => rows(log, JSON.parse(event.data)));
    tail.addEventListener("end", () => { tail.close(); soon(); });
  }

  function write(log, text) {
    const bottom = window.innerHeight + window.scrollY >= document.body.scrollHeight - 40;
    const parts = text.split("\n");
    let line = log.lastElementChild && log.dataset.open === "1" ? log.lastElementChild : null;
    for (let i = 0; i < parts.length; i++) {
      if (i === parts.length - 1 && parts[i] === "") { log.dataset.open = "0"; break; }
      if (!line) {
        line = document.createElement("li");
        line.id = "L" + (log.children.length + 1);
        const number = document.createElement("a");
        number.href = "#" + line.id;
        number.textContent = String(log.children.length + 1);
        line.append(number, document.createElement("span"));
        log.append(line);
      }
      line.lastElementChild.append(parts[i]);
      log.dataset.open = i === parts.length - 1 ? "1" : "0";
      line = null;
    }
    if (bottom) log.lastElementChild && log.lastElementChild.scrollIntoView({ block: "nearest" });
  }

  // The same of a run's step, whose lines have places of their own. A flood does not fill the page.
  const most = 5000;
  function rows(log, lines) {
    const bottom = log.scrollTop + log.clientHeight >= log.scrollHeight - 40;
    for (const one of lines.slice(-most)) {
      if (log.dataset.open === "1" && !one.gap && log.lastElementChild) {
        log.lastElementChild.lastElementChild.append(one.text);
      } else {
        const line = document.createElement("li"), place = document.createElement("a"), text = document.createElement("span");
        text.textContent = one.gap || one.text;
        if (one.gap) {
          line.className = "gap";
        } else {
          line.id = "o" + one.offset;
          if (one.error) line.className = "err";
          place.href = log.dataset.places + one.offset + "#" + line.id;
          place.textContent = one.time;
        }
        line.append(place, text);
        log.append(line);
      }
      log.dataset.open = one.cut ? "1" : "0";
    }
    while (log.children.length > most) log.firstElementChild.remove();
    if (bottom) log.scrollTop = log.scrollHeight;
  }

  // Keys: / to find; g and a letter to go; a to acknowledge; j and k through rows.
  const places = { n: "/", s: "/services", a: "/alerts", i: "/incidents", r: "/runs", b: "/runbooks", j: "/journal", q: "/query", u: "/rules", e: "/settings" };
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.nodeName)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "/") {
      const field = document.querySelector(".find input");
      if (field) { field.focus(); event.preventDefault(); }
    } else if (Date.now() - going < 1500 && places[event.key]) {
      location.href = places[event.key];
    } else if (event.key === "g") {
      going = Date.now();
      return;
    } else if (event.key === "a") {
      const button = document.querySelector("[data-key=a]");
      if (button) button.click();
    }
    going = 0;
  });

  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  setInterval(tick, 1000);
  setInterval(() => { if (!document.hidden && !lost) soon(); }, 15000);
  listen();
  follow();
  tick();
})();
