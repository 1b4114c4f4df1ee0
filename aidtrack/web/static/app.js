/* What the pages gain when scripts run; every page works without this file. No handler stands in the HTML:
   elements say what they are with data- attributes. Texts come from the page, already translated. */
"use strict";
(() => {
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const clock = (at) => new Date(at).toTimeString().slice(0, 5);
const store = {
  get: (name) => { try { return localStorage.getItem(name); } catch { return null; } },
  set: (name, value) => { try { localStorage.setItem(name, value); return true; } catch { return false; } },
  drop: (name) => { try { localStorage.removeItem(name); } catch { /* a browser that keeps nothing has nothing to drop */ } },
  names: () => { try { return Object.keys(localStorage); } catch { return []; } },
};

/* ---- the list that one came from, in its order, for as long as the tab is open ---- */
const queue = {
  keep: (list) => { try { if (list) sessionStorage.setItem("queue", JSON.stringify(list)); else sessionStorage.removeItem("queue"); } catch { /* a browser that keeps nothing leads back to the list */ } },
  kept: () => { try { return JSON.parse(sessionStorage.getItem("queue")) || {}; } catch { return {}; } },
};

/* ---- look: as the system, light, dark ---- */
const look = (name) => {
  const root = document.documentElement;
  if (name === "light" || name === "dark") root.dataset.bsTheme = name; else delete root.dataset.bsTheme;
  for (const button of all("[data-theme]")) button.setAttribute("aria-pressed", button.dataset.theme === name);
};
look(store.get("theme") || document.documentElement.dataset.bsTheme || "system");
for (const group of all("[data-themes]")) {
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const name = event.target.dataset.theme;
    if (!name) return;
    const secure = location.protocol === "https:" ? ";secure" : "";
    document.cookie = `theme=${name};path=/;max-age=31536000;samesite=lax${secure}`; // the server draws it from the start
    store.set("theme", name);
    look(name);
  });
}

/* ---- no act twice: the server is idempotent, the button says so ---- */
const rest = (form, resting) => {
  for (const button of all("button:not([type=button])", form).concat(form.id ? all(`button[form="${form.id}"]`) : [])) button.disabled = resting;
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sending) { event.preventDefault(); return; }
  form.dataset.sending = "1";
  setTimeout(() => rest(form, true)); // after the pressed button's own value was collected
  setTimeout(() => { delete form.dataset.sending; rest(form, false); }, Number(form.dataset.rest) || 12000); // a download leaves the page standing
});
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of all("form[data-sending]")) { delete form.dataset.sending; rest(form, false); }
});

/* ---- steppers, passwords, copying ---- */
for (const step of all("[data-stepper]")) {
  const input = one("input", step);
  for (const button of all("button", step)) {
    button.hidden = false;
    button.addEventListener("click", () => {
      input.value = Math.max(0, (parseInt(input.value, 10) || 0) + Number(button.dataset.by));
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
for (const button of all("[data-show]")) {
  const show = button.textContent, input = document.getElementById(button.dataset.show);
  const set = (open) => {
    input.type = open ? "text" : "password";
    button.textContent = open ? button.dataset.hide : show;
    button.setAttribute("aria-pressed", open);
  };
  button.hidden = false;
  button.addEventListener("click", () => set(input.type === "password"));
  input.form?.addEventListener("submit", () => set(false)); // a password manager wants the field back
}
if (navigator.clipboard) for (const button of all("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => navigator.clipboard.writeText(button.dataset.copy).then(() => { button.textContent = button.dataset.done; }));
}

/* ---- the ward picker: a text field that lists what it may mean (ARIA combobox) ---- */
const picker = (box, number) => {
  const [input, key] = all("input", box), id = `wards-${number}`;
  const list = document.createElement("ul"), said = document.createElement("span");
  let found = [], at = -1, asked = 0, timer = 0;
  list.id = id; list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent || "");
  said.className = "visually-hidden"; said.setAttribute("role", "status");
  box.append(list, said);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" })) input.setAttribute(name, value);
  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const mark = (next) => {
    at = (next + found.length) % found.length;
    all("li", list).forEach((item, i) => item.setAttribute("aria-selected", i === at));
    input.setAttribute("aria-activedescendant", `${id}-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const choose = (i) => {
    const { label, district } = found[i];
    input.value = district && !label.includes(district) ? `${label}, ${district}` : label;
    key.value = found[i].key;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const show = (units) => {
    found = units;
    list.replaceChildren(...units.map((unit, i) => {
      const item = document.createElement("li"), where = document.createElement("small");
      item.id = `${id}-${i}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = unit.label;
      if (unit.district && !unit.label.includes(unit.district)) { where.textContent = unit.district; item.append(" ", where); }
      item.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
      item.addEventListener("click", () => choose(i));
      return item;
    }));
    said.textContent = units.length ? fill(box.dataset.found, { n: units.length }) : box.dataset.none;
    if (!units.length) return close();
    list.hidden = false; at = -1;
    input.setAttribute("aria-expanded", "true");
  };
  const ask = async () => {
    const text = input.value.trim(), mine = ++asked;
    if (text.length < 2) return close();
    try {
      const url = new URL(box.dataset.picker, location.href);
      url.searchParams.set("q", text);
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (answer.ok && mine === asked && document.activeElement === input) show(await answer.json());
    } catch { close(); } // without a network the typed name is resolved by the server later
  };
  input.addEventListener("input", () => { key.value = ""; clearTimeout(timer); timer = setTimeout(ask, 150); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) { if (event.key === "ArrowDown") ask(); return; }
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at < 0 ? found.length - 1 : at - 1);
    else if (event.key === "Enter" && at >= 0) choose(at);
    else if (event.key === "Escape") { close(); event.stopPropagation(); }
    else return;
    event.preventDefault();
  });
};
all("[data-picker]").forEach(picker);

/* ---- drafts: what is typed stays on this phone until it was taken over ---- */
const fresh = 7 * 24 * 3600 * 1000;
const typed = (form) => [...form.elements].filter((field) => field.name && !/^(hidden|password|file|submit|button)$/.test(field.type));
for (const form of all("form[data-draft]")) {
  const name = `draft:${form.dataset.draft}`, key = form.elements.key, newKey = key?.value;
  const said = one("[data-draft-said]", document), drop = one("[data-draft-drop]", document);
  const failed = Boolean(one(".errsum"));
  let kept = null, timer = 0;
  try { kept = JSON.parse(store.get(name)); } catch { store.drop(name); }
  if (kept && (Date.now() - kept.at > fresh)) { store.drop(name); kept = null; }
  if (kept && kept.sent && one(".flashes .ma")) { store.drop(name); kept = null; }
  if (kept && !failed) {
    for (const field of typed(form)) {
      const values = kept.fields[field.name] || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (values.length) field.value = values.shift();
    }
    if (kept.sent && key) key.value = kept.key; // sent, but no answer came: the same act again, not a second one
    if (said) said.textContent = fill(said.dataset.back, { time: clock(kept.at) });
    if (drop) drop.hidden = false;
  }
  const keep = (sent) => {
    const fields = {};
    for (const field of typed(form)) {
      if ((field.type === "checkbox" || field.type === "radio") && !field.checked) continue;
      (fields[field.name] ||= []).push(field.value);
    }
    const at = Date.now();
    if (store.set(name, JSON.stringify({ at, sent, key: key?.value, fields })) && said) said.textContent = fill(said.dataset.kept, { time: clock(at) });
    if (drop) drop.hidden = false;
  };
  const stop = () => { clearTimeout(timer); timer = 0; };
  const save = () => { stop(); keep(false); };
  form.addEventListener("input", () => { if (key && !failed) key.value = newKey; stop(); timer = setTimeout(save, 400); });
  form.addEventListener("submit", () => { stop(); keep(true); });
  for (const left of ["pagehide", "visibilitychange"]) window.addEventListener(left, () => { if (timer) save(); }, true); // a phone closes a page without asking
  drop?.addEventListener("click", () => { stop(); store.drop(name); form.reset(); if (key) key.value = newKey; said.textContent = ""; drop.hidden = true; });
}
if (one(".flashes .ma")) for (const name of store.names()) {
  if (name.startsWith("draft:") && (store.get(name) || "").includes('"sent":true')) store.drop(name);
}
one("[data-sign-out]")?.addEventListener("submit", () => queue.keep(null));
one("[data-sign-out]")?.addEventListener("submit", () => store.names().filter((name) => name.startsWith("draft:")).forEach(store.drop));

/* ---- the section one stands in is seen, also where the tabs scroll ---- */
for (const here of all(".bar nav [aria-current]")) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 16;

/* ---- a signature by finger, kept as an SVG path ---- */
for (const pad of all("[data-sign]")) {
  const svg = one("svg", pad), path = one("path", svg), kept = one("input[type=hidden]", pad), again = one("[data-again]", pad);
  let drawing = null;
  const point = (event) => {
    const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return `${Math.round(spot.x)} ${Math.round(spot.y)}`;
  };
  const write = (part) => {
    const line = path.getAttribute("d") + part;
    if (line.length <= 20000) path.setAttribute("d", line);
    kept.value = path.getAttribute("d");
    again.hidden = !kept.value;
  };
  again.hidden = !kept.value;
  svg.addEventListener("pointerdown", (event) => { drawing = point(event); svg.setPointerCapture(event.pointerId); write(`M${drawing}l0 0`); event.preventDefault(); });
  svg.addEventListener("pointermove", (event) => {
    if (drawing === null) return;
    const next = point(event);
    if (next !== drawing) write(`L${next}`);
    drawing = next;
  });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => { drawing = null; });
  again.addEventListener("click", () => { path.setAttribute("d", ""); kept.value = ""; again.hidden = true; });
}

/* ---- photos: made small on the phone; one shot after the other is kept until the form is sent ---- */
const smaller = async (file) => {
  try {
    const seen = await createImageBitmap(file, { imageOrientation: "from-image" }), canvas = document.createElement("canvas");
    const scale = Math.min(1, 1600 / Math.max(seen.width, seen.height)), pen = canvas.getContext("2d");
    canvas.width = Math.round(seen.width * scale); canvas.height = Math.round(seen.height * scale);
    pen.fillStyle = "white"; pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(seen, 0, 0, canvas.width, canvas.height);
    seen.close();
    const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return drawn ? new File([drawn], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" }) : file;
  } catch { return file; } // what this browser cannot read, the server reads or refuses with its reason
};
for (const input of all("input[data-photos]")) {
  const said = one("[data-photos-said]", input.form), drop = one("[data-photos-drop]", input.form);
  let kept = [];
  const show = () => {
    const box = new DataTransfer();
    for (const file of kept) box.items.add(file);
    input.files = box.files;
    said.textContent = kept.length ? fill(said.dataset.photosSaid, { n: kept.length, kb: Math.ceil(kept.reduce((sum, file) => sum + file.size, 0) / 1024) }) : "";
    drop.hidden = !kept.length;
  };
  input.addEventListener("change", async () => {
    rest(input.form, true); // nothing is sent half made
    for (const file of [...input.files]) if (kept.length < Number(input.dataset.photos)) kept.push(await smaller(file));
    show();
    rest(input.form, false);
  });
  drop.addEventListener("click", () => { kept = []; show(); });
}

/* ---- ticking rows ---- */
for (const form of all("form[data-bulk]")) {
  const bar = one("[data-bulk-bar]", form), said = one("[data-ticked]", form), untick = one("[data-untick]", form), every = one("[data-tick-all]", form);
  const boxes = () => all("tbody input[type=checkbox]", form);
  const count = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    for (const box of boxes()) box.closest("tr").classList.toggle("on", box.checked);
    bar.hidden = !ticked;
    said.textContent = fill(said.dataset.ticked, { n: ticked });
    if (every) { every.checked = ticked > 0 && ticked === boxes().length; every.indeterminate = ticked > 0 && !every.checked; }
  };
  const set = (on) => { for (const box of boxes()) box.checked = on; count(); };
  form.addEventListener("change", (event) => { if (event.target === every) set(every.checked); else count(); });
  untick.hidden = false;
  untick.addEventListener("click", () => set(false));
  if (every) every.hidden = false;
  count();
}

/* ---- the network's state ---- */
for (const line of all("[data-net]")) {
  const tell = () => { line.hidden = navigator.onLine; one("span", line).textContent = navigator.onLine ? "" : line.dataset.net; };
  addEventListener("online", tell); addEventListener("offline", tell); tell();
}

/* ---- keys: none approves or deletes; off in fields, and where they are switched off ---- */
const keys = one("[data-keys]"), keysOn = one("[data-keys-on]");
let before = "";
const rows = () => all("[data-rows] > *");
const move = (by) => {
  const list = rows(), now = list.findIndex((row) => row.classList.contains("cur"));
  if (!list.length) return one(by > 0 ? "a[rel=next]" : "a[rel=prev]")?.click();
  const next = list[Math.min(list.length - 1, Math.max(0, now + by))];
  list[now]?.classList.remove("cur");
  next.classList.add("cur");
  one("a", next)?.focus();
  next.scrollIntoView({ block: "nearest" });
};
const here = one("[data-rows]");
if (here?.dataset.rows) queue.keep({ list: here.dataset.rows, rows: all("a.whole", here).map((link) => link.getAttribute("href")) });
const list = () => { location.href = queue.kept().list || document.body.dataset.cases || document.body.dataset.home; };
const onwards = () => {
  const { rows: waiting = [] } = queue.kept(), at = waiting.indexOf(location.pathname), next = at < 0 ? null : waiting[at + 1];
  if (next) location.href = next; else list();
};
const press = (name) => { // what decides is only brought under Enter
  const leads = one(`[data-press="${name}"]`);
  if (!leads?.closest("[data-bulk-bar]")) return leads?.click();
  if (!one("tbody input[type=checkbox]:checked", leads.form)) one(".cur input[type=checkbox]")?.click();
  if (leads.offsetParent) leads.click();
};
const acts = {
  "/": () => { const field = document.getElementById("search"); if (field) { field.focus(); field.select(); } else one(".find")?.click(); },
  j: () => move(1),
  k: () => move(-1),
  x: () => one(".cur input[type=checkbox]")?.click(),
  Enter: () => one(".cur a")?.click(),
  Escape: () => { if (keys?.open) keys.open = false; else one(".cur")?.classList.remove("cur"); },
  "?": () => { if (keys) { keys.open = !keys.open; one("summary", keys).focus(); } },
  v: () => { if (one("[data-press=v]")) press("v"); else one("main .btn-primary:not(:disabled)")?.focus(); },
  t: () => press("t"),
  b: () => { const link = one("main a[href*='/moves/send']"); if (link) link.click(); else press("b"); },
  e: () => one("main a[href$='/edit']")?.click(),
  n: onwards,
  u: list,
  gh: () => { location.href = document.body.dataset.home; },
  gs: () => { if (document.body.dataset.cases) location.href = document.body.dataset.cases; },
};
if (keys) {
  keys.hidden = false;
  keysOn.checked = store.get("keys") !== "off";
  keysOn.addEventListener("change", () => store.set("keys", keysOn.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const inField = event.target.closest("input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable]");
    if (!keysOn.checked || inField || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Enter" && event.target !== document.body) return; // a link or button answers itself
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = acts[before + name] || acts[name];
    before = name === "g" ? "g" : "";
    if (act) { event.preventDefault(); act(); }
  });
}
})();
