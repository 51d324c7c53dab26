// What a screen adds to the page: filters, sorting, and the wall mode (挂墙). Without it the page reads just as well.
"use strict";
(() => {
  const FILTERS = ["牵头单位", "责任人", "灯"];
  const LISTED = ["序号", "编号"];
  const TONES = ["r", "y", "g", "b", "n"];
  const PAUSE = 12000;
  const POLL = 30000;
  const RELOAD = 60000;

  const state = new URLSearchParams(location.hash.slice(1));
  const remember = (key, value) => {
    if (value) state.set(key, value);
    else state.delete(key);
    history.replaceState(null, "", state.size ? "#" + state : location.pathname + location.search);
  };
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const text = (cell) => (cell ? cell.textContent.trim() : "");
  // A light is "sign+word reason"; people filter by the first.
  const short = (title, said) => (title === "灯" ? said.split(" ")[0] : said);

  let tables = [];
  let count = null;

  // Tables of numbered things; what only sums them up is left alone.
  const read = () => {
    tables = [...document.querySelectorAll("table.list")].flatMap((table) => {
      const heads = [...table.tHead.rows[0].cells];
      const titles = heads.map(text);
      if (!titles.some((title) => LISTED.includes(title))) return [];
      const bodies = [...table.tBodies].map((body) => ({
        body,
        rows: [...body.rows].filter((row) => !row.className),
        fixed: body.classList.contains("above"),
      }));
      const rows = bodies.flatMap(({ rows }) => rows);
      for (const row of rows) row.said = [...row.cells].filter((c) => !c.classList.contains("c")).map(text).join("\n").toLowerCase();
      return [{ table, heads, titles, bodies, rows }];
    });
  };

  const apply = () => {
    const wanted = (state.get("搜索") || "").toLowerCase().split(/\s+/).filter(Boolean);
    const filters = FILTERS.filter((title) => state.get(title));
    let shown = 0;
    let all = 0;
    for (const { titles, bodies } of tables) {
      const columns = filters.map((title) => [titles.indexOf(title), title, state.get(title)]);
      for (const { body, rows, fixed } of bodies) {
        let here = 0;
        for (const row of rows) {
          row.hidden =
            !wanted.every((word) => row.said.includes(word)) ||
            columns.some(([at, title, value]) => at >= 0 && short(title, text(row.cells[at])) !== value);
          here += row.hidden ? 0 : 1;
        }
        all += rows.length;
        shown += here;
        body.hidden = !fixed && here === 0 && (filters.length > 0 || wanted.length > 0);
        // A sum of rows that are not all here would be wrong.
        for (const row of body.rows) if (row.className === "total") row.hidden = here < rows.length;
      }
    }
    if (count) count.textContent = `显示 ${shown} / 共 ${all} 项`;
  };

  const values = (title) => {
    const found = new Set();
    for (const { titles, rows } of tables) {
      const at = titles.indexOf(title);
      if (at >= 0) for (const row of rows) found.add(short(title, text(row.cells[at])));
    }
    found.delete("");
    return [...found].sort((a, b) => a.localeCompare(b, "zh"));
  };

  const tools = () => {
    if (!tables.length) return;
    const bar = make("div", { className: "tools" });
    bar.setAttribute("role", "search");
    for (const title of FILTERS) {
      const options = values(title);
      if (!options.length) continue;
      const select = make("select", {}, make("option", { value: "", textContent: "全部" }));
      for (const value of options) select.append(make("option", { value, textContent: value }));
      select.value = options.includes(state.get(title)) ? state.get(title) : "";
      if (!select.value) state.delete(title);
      select.addEventListener("change", () => {
        remember(title, select.value);
        apply();
      });
      bar.append(make("label", {}, `${title} `, select));
    }
    const search = make("input", { type: "search", placeholder: "编号、任务、姓名…", value: state.get("搜索") || "" });
    search.addEventListener("input", () => {
      remember("搜索", search.value.trim());
      apply();
    });
    count = make("span", { className: "count" });
    count.setAttribute("role", "status");
    const wall = make("button", { type: "button", className: "wall", textContent: "全屏挂墙" });
    wall.title = "大字显示，自动翻页；按 Esc 退出。要长期挂着，请先按 F11";
    wall.addEventListener("click", () => (onWall() ? leave() : enter(true)));
    bar.append(make("label", {}, "搜索 ", search), make("label", {}, count), wall);
    const more = document.querySelector(".more");
    document.querySelector("main section").before(bar);
    if (more) count.parentNode.after(more);
  };

  // Sorting, inside each group.
  const key = (cell) => {
    const said = text(cell);
    const tone = TONES.findIndex((tone) => cell.classList.contains(tone));
    const value = cell.dataset.value === undefined ? NaN : Number(cell.dataset.value);
    return { said, value, tone: tone < 0 ? TONES.length : tone, number: Number((said.match(/\d+/) || [NaN])[0]) };
  };
  const compare = (left, right, toned) => {
    // The empty stand last whichever way the others go.
    if (toned && left.tone !== right.tone) return left.tone - right.tone;
    const one = !Number.isNaN(left.value);
    const other = !Number.isNaN(right.value);
    if (one && other) return left.value - right.value;
    if (one !== other) return one ? -1 : 1;
    if (toned && left.number !== right.number) return right.number - left.number || 0;
    return left.said.localeCompare(right.said, "zh", { numeric: true });
  };
  const sort = (list, at, ascending) => {
    const toned = list.titles[at] === "灯";
    const turn = ascending ? 1 : -1;
    for (const { body, rows } of list.bodies) {
      if (rows.length < 2) continue;
      const end = rows[rows.length - 1].nextSibling;
      const keyed = rows.map((row) => [key(row.cells[at]), row]);
      keyed.sort(([a], [b]) => {
        if (!a.said !== !b.said) return a.said ? -1 : 1;
        return turn * compare(a, b, toned);
      });
      const moved = keyed.map(([, row]) => row);
      const fragment = document.createDocumentFragment();
      fragment.append(...moved);
      body.insertBefore(fragment, end && end.parentNode === body ? end : null);
      rows.splice(0, rows.length, ...moved);
    }
    list.heads.forEach((head, index) => {
      if (index === at) head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
  };
  const sortable = () => {
    for (const list of tables) {
      list.heads.forEach((head, at) => {
        if (head.classList.contains("c") || !list.titles[at]) return;
        // Beside the title and not around it: browsers do not print a button in the header of a second sheet.
        const button = make("button", { type: "button", className: "sort", title: `按${list.titles[at]}排序` });
        button.setAttribute("aria-label", button.title);
        button.addEventListener("click", () => sort(list, at, head.getAttribute("aria-sort") !== "ascending"));
        head.append(button);
      });
    }
  };

  // The wall.
  const root = document.documentElement;
  const onWall = () => root.classList.contains("on-wall");
  let timers = [];

  const enter = (asked) => {
    if (!tables.length) return;
    remember("wall", "1");
    root.classList.add("on-wall");
    for (const { table } of tables.slice(0, 1)) table.closest("section").classList.add("board");
    const button = document.querySelector(".tools .wall");
    if (button) button.textContent = "退出 Esc";
    fit();
    if (asked && root.requestFullscreen) root.requestFullscreen().catch(() => {});
    timers = [setInterval(page, PAUSE), watch()];
  };
  const leave = () => {
    if (!onWall()) return;
    timers.forEach(clearInterval);
    timers = [];
    remember("wall", "");
    root.classList.remove("on-wall");
    const button = document.querySelector(".tools .wall");
    if (button) button.textContent = "全屏挂墙";
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
  };
  // As large as the screen's width allows: on a screen of 55 inches a character is 15 mm, which reads from three metres away.
  const fit = () => {
    if (!onWall()) return;
    const scroll = tables[0].table.parentNode;
    for (let zoom = Math.max(1, innerWidth / 1280); zoom >= 1; zoom -= 0.05) {
      root.style.setProperty("--zoom", zoom.toFixed(2));
      if (scroll.scrollWidth <= scroll.clientWidth + 1) break;
    }
  };
  // The next rows that are not wholly seen come below the header; after the last, the first again.
  const page = () => {
    const { table } = tables[0];
    const scroll = table.parentNode;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const go = (top) => scroll.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
    const head = table.tHead.offsetHeight;
    const bottom = scroll.scrollTop + scroll.clientHeight;
    if (bottom >= scroll.scrollHeight - 2) {
      go(0);
      return;
    }
    const rows = [...table.tBodies].filter((body) => !body.hidden).flatMap((body) => [...body.rows]);
    const next = rows.find((row) => !row.hidden && row.offsetTop + row.offsetHeight > bottom + 1);
    go(next ? next.offsetTop - head : 0);
  };
  // A new file is shown when it comes: over http the page asks for it, from a disk it can only be opened again.
  const watch = () => {
    if (!location.protocol.startsWith("http")) return setInterval(() => location.reload(), RELOAD);
    let known = null;
    const address = location.href.split("#")[0];
    const timer = setInterval(async () => {
      try {
        const answer = await fetch(address, { method: "HEAD", cache: "no-store" });
        if (!answer.ok) return clearInterval(timer);
        const now = answer.headers.get("ETag") || answer.headers.get("Last-Modified");
        if (known && now && now !== known) await renew(address);
        known = now;
      } catch {
        // The network is away; the wall keeps what it shows, and asks again.
      }
    }, POLL);
    return timer;
  };
  const renew = async (address) => {
    const answer = await fetch(address, { cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = fresh.querySelector("main");
    if (!main) return;
    // Put in place rather than loaded again: loading would leave the full screen.
    document.title = fresh.title;
    document.querySelector("#symbols")?.replaceWith(...fresh.querySelectorAll("#symbols"));
    document.querySelector("main").replaceWith(main);
    start();
  };

  const start = () => {
    read();
    tools();
    sortable();
    apply();
    if (onWall()) {
      tables[0]?.table.closest("section").classList.add("board");
      const button = document.querySelector(".tools .wall");
      if (button) button.textContent = "退出 Esc";
      fit();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) leave();
  });
  addEventListener("resize", () => onWall() && fit());
  start();
  if (state.get("wall")) enter(false);
})();
