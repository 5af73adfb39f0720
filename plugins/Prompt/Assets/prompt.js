// Makes the prompt live: colours, proposals, output as it comes. Without it, everything else works.
"use strict";
(() => {
  const root = document.querySelector(".prompt[data-base]");
  if (!root) return;
  const { base, token } = root.dataset;
  const find = id => document.getElementById(id);
  const [transcript, code, layer, stop, problem, attendees] = ["transcript", "code", "layer", "stop", "problem", "attendees"].map(find);
  const form = code.form;

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  const attributes = (element, values) => {
    for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
    return element;
  };

  const parse = html => new DOMParser().parseFromString(html, "text/html").body;

  const say = text => { if (problem.textContent !== text) problem.textContent = text; };

  const ask = async (what, fields, signal) => {
    const response = await fetch(`${base}/${what}`, {
      method: fields ? "POST" : "GET", body: fields && new URLSearchParams(fields), signal, credentials: "same-origin", redirect: "error",
      headers: { Accept: "application/json", ...(fields && { "X-Csrf-Token": token }) },
    });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = response.status === 204 || !isJson ? null : await response.json();
    if (!response.ok) throw new Error(answer ?? `The server answers ${response.status}.`);
    return answer;
  };

  // Asking again makes the answer to the question before worthless.
  const latest = () => {
    let controller = null;
    return async (what, fields) => {
      controller?.abort();
      controller = new AbortController();
      try {
        return await ask(what, fields, controller.signal);
      } catch (error) {
        if (error.name === "AbortError") return null;
        throw error;
      }
    };
  };

  // The transcript: what others see, too.
  const isAtEnd = () => transcript.scrollTop + transcript.clientHeight >= transcript.scrollHeight - 40;

  const MAX_SHOWN = 1000;

  const keepingEnd = change => {
    const follow = isAtEnd();
    change();
    while (transcript.childElementCount > MAX_SHOWN) transcript.firstElementChild.remove();
    if (follow) transcript.scrollTop = transcript.scrollHeight;
  };

  const showEntry = ({ entry, html, running }) => keepingEnd(() => {
    const article = parse(html).firstElementChild;
    const old = find(`entry-${entry}`);
    if (old) old.replaceWith(article);
    else transcript.append(article);
    stop.disabled = !running;
  });

  const showOutput = ({ entry, offset, text }) => keepingEnd(() => {
    const answer = find(`entry-${entry}`)?.querySelector(".answer");
    if (!answer) return;
    let out = answer.querySelector(".out");
    if (!out) answer.prepend(out = make("pre", { className: "out" }));
    out.textContent = out.textContent.slice(0, offset) + text;
    out.scrollTop = out.scrollHeight;
  });

  const showHtml = html => keepingEnd(() => transcript.append(...parse(html).childNodes));

  // Browsers come again by themselves while the server is away, but not where it answers something else for a moment, as while a plugin is replaced.
  const LOST = "The server does not answer. Trying again …";
  const MAX_TRIES = 6;
  let events = null;
  let last = root.dataset.last;
  let tries = 0;
  let lost = 0;

  const disconnect = () => {
    clearTimeout(lost);
    events?.close();
  };

  const connect = () => {
    events = new EventSource(`${base}/events?after=${last}`);
    const on = (name, handle) => events.addEventListener(name, event => {
      last = event.lastEventId;
      handle(JSON.parse(event.data));
    });
    on("entry", showEntry);
    on("output", showOutput);
    on("note", showHtml);
    on("attendees", text => { attendees.textContent = text; });
    on("closed", html => {
      disconnect();
      showHtml(html);
      for (const control of form.elements) control.disabled = true;
    });
    events.addEventListener("open", () => {
      clearTimeout(lost);
      tries = 0;
      if (problem.textContent === LOST) say("");
    });
    events.addEventListener("error", () => {
      clearTimeout(lost);
      if (events.readyState !== EventSource.CLOSED) lost = setTimeout(() => say(LOST), 3000);
      else if (++tries < MAX_TRIES) lost = setTimeout(connect, 250 * 2 ** tries);
      else say("The console was closed, or you are logged out. Load the page anew.");
      if (tries > 2 && tries < MAX_TRIES) say(LOST);
    });
  };
  connect();
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", event => { if (event.persisted) connect(); });

  // The editor: a text area, and below its transparent text the same in colours.
  root.classList.add("live");
  let spans = [];
  let shown = "";

  const paint = () => {
    const text = code.value;
    const parts = [];
    let end = 0;
    for (const [start, length, kind, isError] of spans) {
      if (start < end || start + length > text.length) continue;
      if (start > end) parts.push(text.slice(end, start));
      parts.push(make("span", { className: `c-${kind}${isError ? " wrong" : ""}`, textContent: text.slice(start, start + length) }));
      end = start + length;
    }
    parts.push(`${text.slice(end)}\n`);
    layer.replaceChildren(...parts);
    shown = text;
  };

  // Until the server has said what the words are, those around the change keep their colours.
  const shift = () => {
    const text = code.value;
    const change = text.length - shown.length;
    let head = 0;
    while (head < Math.min(text.length, shown.length) && text[head] === shown[head]) head++;
    let tail = 0;
    while (tail < Math.min(text.length, shown.length) - head && text[text.length - 1 - tail] === shown[shown.length - 1 - tail]) tail++;
    const from = shown.length - tail;
    spans = spans.flatMap(([start, length, kind, isError]) => {
      if (start + length <= head) return [[start, length, kind, isError]];
      if (start >= from) return [[start + change, length, kind, isError]];
      return length + change > 0 && start <= head && start + length >= from ? [[start, length + change, kind, false]] : [];
    });
    paint();
  };

  const classify = latest();
  let colouring = 0;
  const colour = () => {
    shift();
    clearTimeout(colouring);
    colouring = setTimeout(async () => {
      const text = code.value;
      try {
        const answer = await classify("classify", { code: text });
        if (!answer || code.value !== text) return;
        spans = answer;
        paint();
      } catch {
        // Without colours the text is still there.
      }
    }, 80);
  };

  const setText = (text, position = text.length) => {
    code.value = text;
    code.setSelectionRange(position, position);
    colour();
  };

  const replace = (start, end, text) => {
    code.setRangeText(text, start, end, "end");
    colour();
  };

  // Proposals: a list that the text area points into.
  const WORD = /[\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}]*$/u;
  const list = attributes(make("ul", { id: "proposals", tabIndex: 0 }), { role: "listbox", "aria-label": "Proposals" });
  const about = make("div", { className: "about", tabIndex: 0 });
  const popup = make("div", { className: "proposals", hidden: true }, list, about);
  const status = attributes(make("p", { className: "unseen" }), { role: "status" });
  popup.addEventListener("pointerdown", event => event.preventDefault());
  root.append(popup, status);
  attributes(code, { "aria-autocomplete": "list", "aria-controls": "proposals", "aria-haspopup": "listbox" });
  let proposals = [];
  let all = [];
  let chosen = 0;
  const complete = latest();

  const wordStart = () => code.selectionStart - WORD.exec(code.value.slice(0, code.selectionStart))[0].length;

  const close = () => {
    popup.hidden = true;
    all = [];
    code.removeAttribute("aria-activedescendant");
    status.textContent = "";
  };

  const choose = index => {
    chosen = Math.max(0, Math.min(index, proposals.length - 1));
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    const item = list.children[chosen];
    item?.scrollIntoView({ block: "nearest" });
    code.setAttribute("aria-activedescendant", item?.id ?? "");
    const { description, documentation, overloads } = proposals[chosen];
    about.replaceChildren(make("code", { textContent: description }));
    if (overloads > 1) about.append(make("p", { className: "muted", textContent: overloads === 2 ? "and 1 more" : `and ${overloads - 1} more` }));
    if (documentation) about.append(make("p", { textContent: documentation }));
  };

  // Where a position of the text is on the screen: the layer has the same text at the same place.
  const placeOf = position => {
    const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
    let rest = position;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (rest <= node.length) {
        const range = document.createRange();
        range.setStart(node, Math.min(rest, node.length));
        range.setEnd(node, Math.min(rest + 1, node.length));
        return range.getClientRects()[0] ?? node.parentElement.getBoundingClientRect();
      }
      rest -= node.length;
    }
    return layer.getBoundingClientRect();
  };

  const place = () => {
    const at = placeOf(wordStart());
    const { width, height } = popup.getBoundingClientRect();
    const isBelow = at.bottom + height + 4 < innerHeight || at.top < height + 4;
    popup.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8))}px`;
    popup.style.top = `${isBelow ? at.bottom + 4 : at.top - height - 4}px`;
  };

  const show = () => {
    const start = wordStart();
    const word = code.value.slice(start, code.selectionStart);
    const wanted = word.toLowerCase();
    proposals = all.filter(each => each.text.toLowerCase().startsWith(wanted));
    if (proposals.length === 0 || (proposals.length === 1 && proposals[0].text === word)) {
      close();
      return;
    }
    list.replaceChildren(...proposals.map((each, index) => {
      const item = attributes(make("li", { id: `proposal-${index}` }, make("span", { textContent: each.text }), make("span", { className: "kind", textContent: each.kind })), { role: "option" });
      item.addEventListener("click", () => {
        choose(index);
        accept();
      });
      return item;
    }));
    popup.hidden = false;
    status.textContent = proposals.length === 1 ? "1 proposal" : `${proposals.length} proposals`;
    choose(0);
    place();
  };

  const propose = async () => {
    const [text, position] = [code.value, code.selectionStart];
    const start = wordStart();
    try {
      // Asked for the beginning of the word, so that what is typed meanwhile only makes fewer of them.
      const answer = await complete("complete", { code: text, position: text[start - 1] === "." ? start : position });
      if (!answer || code.selectionStart < start || wordStart() !== start) return;
      all = answer;
      show();
    } catch (error) {
      say(error.message);
    }
  };

  const accept = () => {
    replace(wordStart(), code.selectionStart, proposals[chosen].text);
    close();
  };

  // What was entered before.
  let history = null;
  let at = -1;
  let draft = "";
  const remembered = async () => history ??= (await ask("history")).reverse();

  const recall = async step => {
    const entries = await remembered();
    const next = Math.max(-1, Math.min(at + step, entries.length - 1));
    if (next === at) return;
    if (at === -1) draft = code.value;
    at = next;
    setText(at === -1 ? draft : entries[at]);
  };

  const search = async () => {
    const entries = [...new Set(await remembered())];
    const input = attributes(make("input", { type: "text", autocomplete: "off", spellcheck: false, placeholder: "Search what you entered before" }), {
      role: "combobox", "aria-label": "Search what you entered before", "aria-controls": "found", "aria-expanded": "true", "aria-autocomplete": "list",
    });
    const results = attributes(make("ul", { id: "found" }), { role: "listbox", "aria-label": "Entries" });
    const dialog = attributes(make("dialog", { className: "search" }, input, results), { "aria-label": "Search what you entered before" });
    let found = [];
    let selected = 0;
    const select = index => {
      selected = Math.max(0, Math.min(index, found.length - 1));
      [...results.children].forEach((item, position) => item.setAttribute("aria-selected", String(position === selected)));
      results.children[selected]?.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", results.children[selected]?.id ?? "");
    };
    const take = () => {
      if (found[selected] !== undefined) setText(found[selected]);
      dialog.close();
    };
    const list = () => {
      const words = input.value.toLowerCase().split(/\s+/);
      found = entries.filter(entry => words.every(word => entry.toLowerCase().includes(word))).slice(0, 100);
      results.replaceChildren(...found.map((entry, index) => {
        const item = attributes(make("li", { id: `found-${index}`, textContent: entry.replace(/\s+/g, " ") }), { role: "option" });
        item.addEventListener("click", () => {
          select(index);
          take();
        });
        return item;
      }));
      select(0);
    };
    input.addEventListener("input", list);
    input.addEventListener("keydown", event => {
      if (event.key === "ArrowDown" || (event.key === "r" && event.ctrlKey)) select(selected + 1);
      else if (event.key === "ArrowUp") select(selected - 1);
      else if (event.key === "Enter") take();
      else return;
      event.preventDefault();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      code.focus();
    });
    root.append(dialog);
    list();
    dialog.showModal();
  };

  // Running and stopping.
  const run = async () => {
    const text = code.value;
    if (text.trim() === "") return;
    close();
    try {
      const answer = await ask("run", { code: text });
      say("");
      if (answer) showHtml(answer);
      if (history && !answer && history[0] !== text) history.unshift(text);
      at = -1;
      setText("");
      transcript.scrollTop = transcript.scrollHeight;
    } catch (error) {
      say(error.message);
    }
  };

  const command = async what => {
    try {
      await ask(what, { code: "" });
      say("");
    } catch (error) {
      say(error.message);
    }
  };

  const newLine = () => {
    const before = code.value.slice(0, code.selectionStart);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    replace(code.selectionStart, code.selectionEnd, `\n${/^[ \t]*/.exec(line)[0]}${/[{([]\s*$/.test(line) ? "    " : ""}`);
  };

  const enter = async () => {
    const text = code.value;
    try {
      if (text.trim() === "" || await ask("check", { code: text })) await run();
      else if (code.value === text) newLine();
    } catch (error) {
      say(error.message);
    }
  };

  const isFirstLine = () => !code.value.slice(0, code.selectionStart).includes("\n");
  const isLastLine = () => !code.value.slice(code.selectionEnd).includes("\n");

  // What a key does; what it does not do is left to the browser.
  const press = event => {
    const isOpen = !popup.hidden;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    switch (event.key) {
      case "Enter":
        if (event.ctrlKey || event.metaKey) return run;
        if (event.shiftKey) return newLine;
        return isOpen ? accept : enter;
      case "Tab": return isOpen && isPlain && !event.shiftKey ? accept : null;
      case "Escape": return isOpen ? close : null;
      case "ArrowDown":
        if (isOpen) return () => choose(chosen + 1);
        return isPlain && !event.shiftKey && at >= 0 && isLastLine() ? () => recall(-1) : null;
      case "ArrowUp":
        if (isOpen) return () => choose(chosen - 1);
        return isPlain && !event.shiftKey && isFirstLine() ? () => recall(1) : null;
      case "PageDown": return isOpen ? () => choose(chosen + 8) : null;
      case "PageUp": return isOpen ? () => choose(chosen - 8) : null;
      case " ": return event.ctrlKey ? propose : null;
      case "r": return event.ctrlKey && !event.shiftKey ? search : null;
      case "c": return event.ctrlKey && !event.shiftKey && code.selectionStart === code.selectionEnd && !stop.disabled ? () => command("cancel") : null;
      default: return null;
    }
  };

  code.addEventListener("keydown", event => {
    if (event.isComposing) return;
    const act = press(event);
    if (!act) return;
    event.preventDefault();
    Promise.resolve(act()).catch(error => say(error.message));
  });

  code.addEventListener("input", event => {
    colour();
    at = -1;
    const typed = event.inputType === "insertText" ? event.data : "";
    if (typed === ".") propose();
    else if (!popup.hidden) {
      if (wordStart() === code.selectionStart && code.value[code.selectionStart - 1] !== ".") close();
      else show();
    } else if (typed && /[\p{L}_]/u.test(typed) && code.selectionStart - wordStart() === 2) propose();
  });
  code.addEventListener("blur", close);
  code.addEventListener("click", close);
  addEventListener("resize", () => { if (!popup.hidden) place(); });

  form.addEventListener("submit", event => {
    event.preventDefault();
    const what = event.submitter?.getAttribute("formaction")?.split("/").pop() ?? "run";
    if (what === "close" && !confirm("Close this console for everybody? What runs is stopped, and all declarations are forgotten.")) return;
    (what === "run" ? run() : command(what)).then(() => {
      if (what === "close") location.assign(new URL(".", location.href));
      else code.focus();
    });
  });

  paint();
  if (code.value) colour();
  transcript.scrollTop = transcript.scrollHeight;
})();
