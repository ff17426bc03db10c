// Completes what stands before the cursor of a PromQL expression: names of metrics, functions and aggregations,
// within braces and groupings the names of labels, within their quotes the values. Without this script the page
// works as well.
(function () {
  "use strict";
  const MOST = 8;
  const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*$/i;
  const field = document.getElementById("q"), list = document.getElementById("words");
  let words = [], chosen = -1, turn = 0;

  // Where the cursor is: within which quote, from where, and within which brace or grouping.
  function surroundings(text) {
    const at = { quote: "", quoteAt: -1, brace: -1, group: -1 };
    for (let i = 0; i < text.length; i++) {
      const c = text[i];
      if (at.quote) {
        if (c === "\\" && at.quote !== "`") i++;
        else if (c === at.quote) at.quote = "";
      } else if ("\"'`".includes(c)) { at.quote = c; at.quoteAt = i; }
      else if (c === "#") { i = text.indexOf("\n", i); if (i < 0) break; }
      else if (c === "{") at.brace = i;
      else if (c === "}") at.brace = -1;
      else if (c === "(") at.group = GROUPING.test(text.slice(0, i)) ? i : -1;
      else if (c === ")") at.group = -1;
    }
    return at;
  }

  // What is being written, and what of it is there; null where nothing can be completed.
  function writing() {
    const text = field.value.slice(0, field.selectionStart), at = surroundings(text);
    if (field.selectionStart !== field.selectionEnd) return null;
    const named = at.brace < 0 ? null : /([a-zA-Z_:][\w:]*)\s*$/.exec(text.slice(0, at.brace));
    const metric = named ? named[1] : "";
    if (at.quote) {
      const label = at.brace < 0 ? null : /([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)\s*$/.exec(text.slice(at.brace + 1, at.quoteAt));
      return label && { kind: "value", label: label[1], metric, quote: at.quote, part: text.slice(at.quoteAt + 1) };
    }
    const part = /(?:[a-zA-Z_:][\w:]*)?$/.exec(text)[0], before = text.slice(0, text.length - part.length);
    if (at.brace >= 0) return /[{,]\s*$/.test(before) ? { kind: "label", metric, part } : null;
    if (at.group >= 0) return /[(,]\s*$/.test(before) ? { kind: "group", metric, part } : null;
    return part.length < 2 || /[\w:.[]$/.test(before) ? null : { kind: "name", part };
  }

  async function data(path, match) {
    const query = "?limit=100" + (match ? "&match[]=" + encodeURIComponent(match) : "");
    const answer = await fetch("/api/v1/" + path + query, { credentials: "same-origin" });
    return answer.ok ? (await answer.json()).data : [];
  }

  function found(at) {
    const like = at.part ? '"(?i).*' + at.part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/[\\"]/g, "\\$&") + '.*"' : '".+"';
    const metric = at.metric ? '__name__="' + at.metric + '"' : "";
    if (at.kind === "name") return data("label/__name__/values", "{__name__=~" + like + "}");
    if (at.kind === "value") return data("label/" + at.label + "/values", "{" + metric + (metric && ",") + at.label + "=~" + like + "}");
    return data("labels", metric && "{" + metric + "}");
  }

  async function offer() {
    const at = writing(), mine = ++turn;
    if (!at) { close(); return; }
    const small = at.part.toLowerCase();
    const fixed = at.kind === "name" ? list.dataset.words.split(" ").filter((one) => one.startsWith(small)) : [];
    const more = (await found(at).catch(() => [])).filter((one) => !one.startsWith("__") && one.toLowerCase().includes(small));
    if (mine !== turn) return;
    const starts = (one) => (one.toLowerCase().startsWith(small) ? 0 : 1);
    const all = fixed.concat(more.sort((a, b) => starts(a) - starts(b) || a.localeCompare(b)));
    show(all.filter((one) => one !== at.part).slice(0, MOST));
  }

  function show(offered) {
    words = offered;
    chosen = -1;
    list.replaceChildren(...words.map((one, i) => {
      const item = document.createElement("li");
      item.id = "word-" + i;
      item.setAttribute("role", "option");
      item.textContent = one;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(i); });
      return item;
    }));
    list.hidden = words.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  }

  function close() { turn++; if (!list.hidden) show([]); }

  function choose(i) {
    chosen = i;
    Array.from(list.children).forEach((item, n) => item.setAttribute("aria-selected", String(n === i)));
    if (i < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", "word-" + i);
  }

  // A label goes on with its value, a value ends with its quote.
  function take(i) {
    const at = field.selectionStart, next = field.value[at] || "", place = writing();
    let text = words[i];
    if (!place) { close(); return; }
    if (place.kind === "value") {
      if (place.quote !== "`") text = text.replace(/[\\"]/g, "\\$&");
      if (next !== place.quote) text += place.quote;
    }
    const goesOn = place.kind === "label" && !/[=!]/.test(next);
    field.setRangeText(text + (goesOn ? '="' : ""), at - place.part.length, at, "end");
    close();
    field.focus();
    if (goesOn) offer();
  }

  field.addEventListener("input", offer);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose((chosen + step + words.length) % words.length);
    else if (event.key === "Tab" && !event.shiftKey) take(Math.max(chosen, 0));
    else if (event.key === "Enter" && chosen >= 0) take(chosen);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
})();
