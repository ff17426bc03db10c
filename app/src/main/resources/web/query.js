// Completes the word before the cursor of a PromQL expression: names of metrics, functions, aggregations.
// Without this script the page works as well.
(function () {
  "use strict";
  const MOST = 8;
  const field = document.getElementById("q"), list = document.getElementById("words");
  let words = [], chosen = -1, turn = 0;

  // The name that is being written: none within quotes, in a range, or where one begins with a digit.
  function word() {
    const before = field.value.slice(0, field.selectionStart);
    if (field.selectionStart !== field.selectionEnd || (before.match(/(?<!\\)"/g) || []).length % 2) return "";
    const found = /(?:^|[^\w:.\[])([a-zA-Z_:][\w:]+)$/.exec(before);
    return found ? found[1] : "";
  }

  async function names(part) {
    const match = '{__name__=~"(?i).*' + part + '.*"}';
    const answer = await fetch("/api/v1/label/__name__/values?limit=100&match[]=" + encodeURIComponent(match), { credentials: "same-origin" });
    return answer.ok ? (await answer.json()).data : [];
  }

  async function offer() {
    const part = word(), mine = ++turn;
    if (part.length < 2) { close(); return; }
    const small = part.toLowerCase();
    const fixed = list.dataset.words.split(" ").filter((one) => one.startsWith(small));
    const found = await names(part).catch(() => []);
    if (mine !== turn) return;
    const starts = (one) => (one.toLowerCase().startsWith(small) ? 0 : 1);
    const all = fixed.concat(found.sort((a, b) => starts(a) - starts(b) || a.localeCompare(b)));
    show(all.filter((one) => one !== part).slice(0, MOST));
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

  function take(i) {
    const at = field.selectionStart;
    field.setRangeText(words[i], at - word().length, at, "end");
    close();
    field.focus();
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
