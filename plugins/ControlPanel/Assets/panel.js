// Makes the pages more comfortable. Everything works without it.
"use strict";
(() => {
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  const parse = async response => new DOMParser().parseFromString(await response.text(), "text/html");

  const isTyping = target => target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;

  // Tables sort by the column whose heading is pressed.
  const keyOf = (row, index) => {
    const cell = row.cells[index];
    return cell ? cell.dataset.value || cell.textContent.trim() : "";
  };

  const compare = (left, right) => {
    const numbers = [Number(left), Number(right)];
    return left !== "" && right !== "" && numbers.every(Number.isFinite) ? numbers[0] - numbers[1] : left.localeCompare(right, undefined, { numeric: true });
  };

  const sort = (heading, isDescending) => {
    const table = heading.closest("table");
    const rows = [...table.tBodies[0].rows];
    const sign = isDescending ? -1 : 1;
    rows.sort((one, other) => sign * compare(keyOf(one, heading.cellIndex), keyOf(other, heading.cellIndex)));
    table.tBodies[0].append(...rows);
    for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
  };

  const sortable = root => {
    for (const heading of root.querySelectorAll("table[data-sortable] thead th:not(.doing)")) {
      if (heading.closest("table").tBodies[0].rows.length < 2 || heading.querySelector(".sort")) continue;
      const button = make("button", { type: "button", className: "sort" }, ...heading.childNodes);
      button.addEventListener("click", () => sort(heading, heading.getAttribute("aria-sort") === "ascending"));
      heading.append(button);
    }
  };

  // One box chooses all rows.
  const choosable = root => {
    for (const corner of root.querySelectorAll("thead td.choose")) {
      const box = make("input", { type: "checkbox" });
      box.setAttribute("aria-label", "Choose all");
      box.addEventListener("change", () => {
        for (const other of corner.closest("table").querySelectorAll("tbody .choose input")) other.checked = box.checked;
      });
      corner.replaceChildren(box);
    }
  };

  const copyable = root => {
    if (!navigator.clipboard) return;
    for (const element of root.querySelectorAll("[data-copy]")) {
      if (element.nextElementSibling?.matches(".copy")) continue;
      const button = make("button", { type: "button", className: "copy", textContent: "Copy" });
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(element.dataset.copy);
        button.textContent = "Copied";
      });
      element.after(button);
    }
  };

  // The time here, where the page says it in UTC.
  const timely = root => {
    for (const time of root.querySelectorAll("time[datetime]")) {
      const date = new Date(time.dateTime);
      if (!Number.isNaN(date.valueOf())) time.title = date.toLocaleString();
    }
  };

  const tailed = root => {
    for (const log of root.querySelectorAll("[data-tail]")) log.scrollTop = log.scrollHeight;
  };

  // What was typed is not lost by a slip.
  let isChanged = false;
  const guarded = root => {
    for (const form of root.querySelectorAll("form[data-guard]")) {
      form.addEventListener("input", () => { isChanged = true; });
      form.addEventListener("submit", () => { isChanged = false; });
    }
  };

  addEventListener("beforeunload", event => { if (isChanged) event.preventDefault(); });

  // Passkeys: the options come from the server, the browser asks its user, and its answer goes with the form.
  const askPasskey = async button => {
    const form = button.form;
    const isNew = button.dataset.passkey === "create";
    // It stands for the password, which is then not asked for.
    const passwords = isNew ? [] : [...form.querySelectorAll("input[type=password]")];
    for (const field of passwords) field.disabled = true;
    try {
      if (!form.reportValidity()) throw new Error("");
      const response = await fetch(button.dataset.options, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin", redirect: "error" });
      if (!response.ok) throw new Error(await response.text());
      const options = await response.json();
      const credential = isNew
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.namedItem("_passkey").value = JSON.stringify(credential);
      form.requestSubmit(form.querySelector("button.first"));
    } catch (error) {
      for (const field of passwords) field.disabled = false;
      throw error;
    }
  };

  const passkeyProblem = error => error.name === "InvalidStateError" ? "This device has a passkey of yours already."
    : error.name === "NotAllowedError" ? "The browser gave no passkey: there is none for this address, or it was cancelled."
    : error instanceof TypeError ? "The server does not answer, or you are logged out." : error.message;

  const keyed = root => {
    if (!isSecureContext || !window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
    for (const area of root.querySelectorAll("[data-passkey-area]")) area.hidden = false;
    for (const button of root.querySelectorAll("button[data-passkey]")) {
      const problem = make("p", { className: "problem" });
      problem.setAttribute("role", "alert");
      button.parentElement.after(problem);
      button.addEventListener("click", async () => {
        problem.textContent = "";
        button.disabled = true;
        try {
          await askPasskey(button);
        } catch (error) {
          problem.textContent = passkeyProblem(error);
        }

        button.disabled = false;
      });
    }
  };

  const enhance = root => [sortable, choosable, copyable, timely, guarded, keyed].forEach(part => part(root));

  // A view that is looked at is brought up to date; the server makes the whole page, and the view is taken out of it.
  const MAX_IDLE = 15 * 60 * 1000;
  let touchedAt = Date.now();
  for (const name of ["pointerdown", "keydown", "scroll"]) addEventListener(name, () => { touchedAt = Date.now(); }, { passive: true, capture: true });

  const isBusy = view => view.querySelector("input:checked, details[open]") !== null || view.contains(document.activeElement)
    || (String(getSelection()) !== "" && view.contains(getSelection().anchorNode));

  const swap = (view, fresh) => {
    const sorted = [...view.querySelectorAll("table[data-sortable]")].map(table => {
      const heading = table.querySelector("th[aria-sort]");
      return heading && { index: heading.cellIndex, isDescending: heading.getAttribute("aria-sort") === "descending" };
    });
    const scrolls = [...view.querySelectorAll(".log, .graph, pre")].map(part =>
      ({ top: part.scrollTop, left: part.scrollLeft, isAtEnd: part.scrollTop + part.clientHeight >= part.scrollHeight - 4 }));
    view.replaceChildren(...fresh.childNodes);
    view.dataset.live = fresh.dataset.live;
    enhance(view);
    [...view.querySelectorAll("table[data-sortable]")].forEach((table, index) => {
      if (sorted[index]) sort(table.rows[0].cells[sorted[index].index], sorted[index].isDescending);
    });
    [...view.querySelectorAll(".log, .graph, pre")].forEach((part, index) => {
      const scroll = scrolls[index];
      if (!scroll) return;
      part.scrollTop = scroll.isAtEnd && part.matches("[data-tail]") ? part.scrollHeight : scroll.top;
      part.scrollLeft = scroll.left;
    });
  };

  const live = view => {
    const stale = make("p", { className: "stale", hidden: true });
    stale.setAttribute("role", "status");
    document.body.append(stale);
    const say = text => {
      stale.hidden = text === "";
      if (stale.textContent !== text) stale.textContent = text;
    };
    const look = async () => {
      if (document.hidden || Date.now() - touchedAt > MAX_IDLE || isBusy(view)) return;
      const response = await fetch(location.href, { credentials: "same-origin", redirect: "error", cache: "no-store" });
      const page = await parse(response);
      const fresh = page.getElementById(view.id);
      if (!fresh || isBusy(view)) return;
      if (fresh.innerHTML !== view.lastHtml) swap(view, fresh.cloneNode(true));
      view.lastHtml = fresh.innerHTML;
      say("");
    };
    const next = () => {
      const seconds = Number(view.dataset.live);
      if (!(seconds > 0)) return;
      setTimeout(async () => {
        try {
          await look();
        } catch {
          say("The server does not answer, or you are logged out. What is shown may be old.");
        }

        next();
      }, seconds * 1000);
    };
    next();
  };

  // What asks before it is done asks in a dialog, which is the form of the act's own page.
  const ask = async link => {
    const response = await fetch(link.href, { credentials: "same-origin", redirect: "error" });
    const page = await parse(response);
    const form = page.querySelector("main form.act");
    if (!response.ok || !form) throw new Error("There is no form.");
    const title = make("h2", { id: "dialog-title", textContent: page.querySelector("h1").textContent });
    const dialog = make("dialog", {}, title, make("p", { className: "hint", textContent: page.querySelector("main .lead")?.textContent ?? "" }), form);
    dialog.setAttribute("aria-labelledby", "dialog-title");
    dialog.addEventListener("close", () => {
      dialog.remove();
      isChanged = false;
      link.focus();
    });
    dialog.addEventListener("click", event => {
      if (event.target.closest("[data-close]")) {
        event.preventDefault();
        dialog.close();
      }
    });
    document.body.append(dialog);
    enhance(dialog);
    dialog.showModal();
    (form.querySelector("input:not([type=hidden]), textarea, select") ?? form.querySelector("button")).focus();
  };

  addEventListener("click", event => {
    const link = event.target instanceof Element && event.target.closest("a[data-dialog]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      ask(link).catch(() => location.assign(link.href));
    }

    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  // A slash finds panels and acts.
  let entries = null;
  const load = async () => {
    if (entries) return;
    const page = await parse(await fetch(document.querySelector("a[data-palette]").href, { credentials: "same-origin", redirect: "error" }));
    entries = [...page.querySelectorAll("[data-entry]")].map(link => ({ label: link.dataset.entry, href: link.getAttribute("href") }));
  };

  const palette = async () => {
    if (document.querySelector("dialog[open]")) return;
    await load();
    const list = make("ul", { id: "palette-list" });
    const input = make("input", { type: "text", autocomplete: "off", placeholder: "Go to a panel or an act" });
    for (const [name, value] of [["role", "combobox"], ["aria-label", "Find a panel or an act"], ["aria-controls", "palette-list"], ["aria-expanded", "true"]]) input.setAttribute(name, value);
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Panels and acts");
    const dialog = make("dialog", { className: "palette" }, input, list);
    dialog.setAttribute("aria-label", "Find");
    let chosen = 0;
    const choose = index => {
      chosen = Math.max(0, Math.min(index, list.children.length - 1));
      [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
      list.children[chosen]?.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", list.children[chosen]?.id ?? "");
    };
    const show = () => {
      const words = input.value.toLowerCase().split(/\s+/);
      const found = entries.filter(entry => words.every(word => entry.label.toLowerCase().includes(word)));
      list.replaceChildren(...found.map((entry, index) => {
        const item = make("li", { id: `palette-${index}` }, make("a", { href: entry.href, textContent: entry.label, tabIndex: -1 }));
        item.setAttribute("role", "option");
        return item;
      }));
      choose(0);
    };
    input.addEventListener("input", show);
    input.addEventListener("keydown", event => {
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen - 1);
      else if (event.key === "Enter") list.children[chosen]?.querySelector("a").click();
      else return;
      event.preventDefault();
    });
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    show();
    dialog.showModal();
    input.focus();
  };

  addEventListener("keydown", event => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target) && document.querySelector("a[data-palette]")) {
      event.preventDefault();
      palette().catch(() => location.assign(document.querySelector("a[data-palette]").href));
    }
  });

  document.querySelector("a[data-palette]")?.addEventListener("click", event => {
    event.preventDefault();
    palette().catch(() => location.assign(event.target.closest("a").href));
  });

  // A form is sent once, however often its button is pressed.
  addEventListener("submit", event => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent; });

  enhance(document);
  tailed(document);
  for (const view of document.querySelectorAll("[data-live]")) live(view);
})();
