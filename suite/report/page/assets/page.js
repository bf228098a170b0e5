"use strict";
(function () {
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const said = document.getElementById("said");

  // The theme: that of the system, or the other.
  const theme = document.getElementById("theme");
  const themes = ["system", "light", "dark"];
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const next = themes[(themes.indexOf(document.documentElement.dataset.theme || "system") + 1) % 3];
    document.documentElement.dataset.theme = next;
    theme.textContent = "Theme: " + next;
  });

  // Copies a text, also where the page has no right to the clipboard of its own.
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  };
  for (const button of all(".copy")) button.hidden = false;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".copy");
    if (!button) return;
    const done = await copy(button.parentElement.querySelector("pre").textContent);
    button.textContent = done ? "Copied" : "Not copied";
    said.textContent = done ? "The command is copied." : "The command could not be copied.";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
    button.focus();
  });

  // Opens all that an element is in.
  const open = (element) => {
    for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  };

  const form = document.getElementById("filter");
  const fields = form ? all("[name]", form) : [];
  const counted = { met: "passed", missed: "failed", excused: "waived", blocked: "skipped", untested: "skipped" };
  const sentences = all(".sentence").map((row) => ({
    row, id: row.id.slice("requirement/".length), level: row.dataset.level, verdict: counted[row.dataset.verdict], text: row.textContent.toLowerCase(),
  }));
  const sections = all(".section").map((section) => ({ section, rows: all(".sentence", section) }));
  const ids = form ? all("[name=requirement] option", form).slice(1).map((o) => o.value) : [];
  const groups = all(".group").map((group) => ({
    group, rows: all("tbody", group).map((row) => ({
      row, level: row.dataset.level, about: row.dataset.about.split(" ").map((n) => ids[n]), causes: (row.dataset.cause || "").split(" "), text: row.textContent.toLowerCase(),
      results: all("td > p", row).map((r) => ({ encoding: r.firstChild.data.trim(), verdict: r.className })),
    })),
  }));

  const wanted = () => new URLSearchParams(fields.map((f) => [f.name, f.value]).filter((pair) => pair[1] !== ""));

  // Shows what the form asks for.
  const show = () => {
    const w = Object.fromEntries(wanted());
    const any = Object.keys(w).length > 0;
    const text = (w.text || "").toLowerCase();
    for (const s of sentences) {
      s.row.hidden = !((!w.level || s.level === w.level) && (!w.verdict || s.verdict === w.verdict) &&
        (!w.requirement || s.id === w.requirement) && s.text.includes(text));
    }
    for (const s of sections) s.section.hidden = s.rows.every((row) => row.hidden);
    let results = 0;
    for (const g of groups) {
      let shown = 0;
      for (const c of g.rows) {
        const matching = c.results.filter((r) => (!w.verdict || r.verdict === w.verdict) && (!w.encoding || r.encoding === w.encoding)).length;
        const yes = matching > 0 && (!w.level || c.level === w.level) && (!w.requirement || c.about.includes(w.requirement)) &&
          (!w.cause || c.causes.includes(w.cause)) && c.text.includes(text);
        c.row.hidden = !yes;
        if (yes) { shown++; results += matching; }
      }
      g.group.hidden = shown === 0;
      if (any || g.byFilter) g.group.open = g.byFilter = any && shown > 0;
    }
    document.getElementById("matched").textContent = any ? results + (results === 1 ? " result" : " results") : "";
  };

  // The fragment holds the filter, or names what is to be seen.
  const follow = () => {
    const fragment = location.hash.slice(1);
    let name = fragment;
    try { name = decodeURIComponent(fragment); } catch { /* it is no encoded text */ }
    const target = document.getElementById(name);
    const asked = new URLSearchParams(target || !fragment.includes("=") ? "" : fragment);
    if (form && (asked.size > 0 || target)) {
      const hidden = target && target.closest("[hidden]");
      if (!target || hidden) {
        for (const f of fields) f.value = asked.get(f.name) || "";
        show();
      }
    }
    if (target) {
      open(target);
      for (const details of target.matches("tbody") ? all("details", target).slice(0, 1) : []) details.open = true;
      target.scrollIntoView();
    } else if (asked.has("cause") || asked.has("requirement") || asked.has("verdict")) {
      document.getElementById("cases").scrollIntoView();
    }
  };

  if (form) {
    form.hidden = false;
    let waiting = 0;
    const changed = () => {
      const w = wanted().toString();
      history.replaceState(null, "", w ? "#" + w : location.pathname + location.search);
      show();
    };
    form.addEventListener("input", () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(changed); });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(changed));
  }
  addEventListener("hashchange", follow);
  if (location.hash) follow();
})();
