// Times in the reader's zone, and how long it is until the promised one. The page is whole without
// it: every time stands there in the page's own zone, and nothing here says more than the page knows.
(() => {
  const page = document.documentElement, language = page.lang;
  const all = (what) => document.querySelectorAll(what);
  const locale = language == "en" ? "en-GB" : language;
  const japanese = language == "ja";
  const two = (n) => String(n).padStart(2, "0");
  const zone = (at) => {
    const off = -at.getTimezoneOffset(), m = Math.abs(off);
    return "UTC" + (off ? (off > 0 ? "+" : "-") + Math.floor(m / 60) + (m % 60 ? ":" + two(m % 60) : "") : "");
  };
  const theirs = (stamp) => {
    const found = /([+-])(\d\d):(\d\d)$/.exec(stamp);
    return found ? -(found[1] + 1) * (found[2] * 60 + +found[3]) : 0;
  };
  const day = (at, more) => {
    const said = at.toLocaleDateString(locale, { day: "numeric", month: "long", ...more });
    return japanese ? said.replace("(", "（").replace(")", "）") : said;
  };
  const clock = (at) => two(at.getHours()) + ":" + two(at.getMinutes());
  const write = {
    k: clock,
    f: (at) => day(at, { year: "numeric", weekday: japanese ? "short" : "long" }),
    m: (at) => {
      const time = clock(at) + " " + zone(at);
      if (at.toDateString() == made.toDateString()) return time;
      return day(at) + (japanese ? " " : ", ") + time;
    },
    d: (at) => day(at, { year: "numeric" }) + (japanese ? " " : ", ") + clock(at) + " " + zone(at),
  };
  const stamp = all("[data-made]")[0];
  const made = new Date(stamp ? stamp.dataset.to : 0);
  // Nobody reads a page before it was made: a clock that says so is slow by this much.
  const slow = Math.max(0, made - Date.now());
  const named = all("[data-z]")[0];
  const home = named ? named.textContent : "";
  let moved = 0;
  all("time[data-t]").forEach((it) => {
    const at = new Date(it.dateTime), kind = it.dataset.t;
    if (theirs(it.dateTime) == at.getTimezoneOffset()) return;
    moved = at;
    if (write[kind]) {
      it.title = it.textContent;
      it.textContent = write[kind](at);
      return;
    }
    const add = (text, name) => {
      const small = document.createElement("small");
      small.className = name;
      small.textContent = " " + text;
      it.append(small);
    };
    const then = it.querySelector(kind == "b" ? ".day" : "small");
    const before = it.firstChild.textContent.trim() + " " + (it.dataset.n || home)
      + (then ? (japanese ? " " : ", ") + then.textContent.trim() : "");
    it.textContent = clock(at);
    if (kind == "b") add(zone(at), "");
    if (at.toDateString() != made.toDateString()) add(day(at), "day");
    add(before, "day");
  });
  if (moved && named) named.textContent = zone(made);
  all("[data-own]").forEach((it) => {
    if (moved) it.textContent = it.dataset.own.replace("{own}", zone(moved));
  });
  const words = window.Intl && Intl.RelativeTimeFormat && new Intl.RelativeTimeFormat(locale);
  const span = (at, now) => {
    const minutes = (at - now) / 6e4, whole = at > now ? Math.floor(minutes) : Math.ceil(minutes);
    return Math.abs(whole) < 60 ? words.format(whole || (at > now ? 0 : -0), "minute")
      : Math.abs(whole) < 2880 ? words.format(Math.trunc(whole / 60), "hour")
      : words.format(Math.trunc(whole / 1440), "day");
  };
  const tick = () => {
    const now = Date.now() + slow;
    all("[data-to]").forEach((it) => {
      const at = Date.parse(it.dataset.to);
      it.textContent = japanese ? span(at, now).replace(" ", "") : span(at, now);
      const box = it.closest(".promise");
      if (!box || !box.dataset.last) return;
      const last = Date.parse(box.dataset.last);
      const burnt = Math.max(0, Math.min(100, ((now - last) / (at - last)) * 100)) + "%";
      box.querySelectorAll("circle").forEach((point) => point.setAttribute("cx", burnt));
      const ash = box.querySelector(".ash");
      if (ash) {
        ash.setAttribute("x2", burnt);
        box.querySelector(".cord").setAttribute("x1", burnt);
      }
      if (now <= at) return;
      box.querySelector("p:last-of-type").className = "gone";
      const label = it.parentElement;
      if (label.dataset.due) label.firstChild.textContent = label.dataset.due + " ";
    });
  };
  if (words) {
    tick();
    setInterval(tick, 1e4);
  }
})();
