// Noroshi drop-in script, 1: <script src="https://status.example.com/noroshi-1.js" defer></script>
// Shows open incidents, tells window.noroshi. No cookies; silent when nobody answers.
(() => {
	"use strict";
	const tag = document.currentScript;
	if (!tag || window.noroshi) return;
	const set = tag.dataset, base = new URL(set.page || ".", tag.src);
	if (!base.pathname.endsWith("/")) base.pathname += "/";
	const lang = (set.lang || document.documentElement.lang || navigator.language || "en").slice(0, 2);
	const ja = lang == "ja";
	const words = ja
		? { link: "詳しく見る", close: "閉じる", more: n => `ほか${n}件の障害が発生中です。`, next: t => `次回は${t}までにお知らせします。` }
		: { link: "Details and updates", close: "Dismiss", more: n => `${n} more open.`, next: t => `Next update by ${t}.` };
	const hits = (it, what) => !set[what] || !it[what]?.length || it[what].some(key => set[what].split(/[ ,]+/).includes(key));
	const api = window.noroshi = Object.assign(new EventTarget(), { page: base.href, status: null, onchange: null });

	// What this reader has put away.
	const key = "noroshi " + base.href;
	let away = [];
	try { away = [...JSON.parse(localStorage[key])]; } catch {}

	const css = `:host{all:initial;position:fixed;inset:auto 16px 16px;z-index:9999;pointer-events:none;font:16px/1.5 system-ui,sans-serif;--p:#fefdfb;--i:#1b1a18;--e:#bf2f17;--a:#2a4f90}
@media(prefers-color-scheme:dark){:host{--p:#1e1c1a;--i:#f0ede6;--e:#ff8360;--a:#9dbcf3}}
@media print{:host{display:none}}
section{display:flex;max-width:680px;max-height:40vh;overflow:auto;margin:auto;padding:4px 4px 4px 16px;pointer-events:auto;background:var(--p);color:var(--i);border:1px solid;border-left:4px solid var(--e)}
p{flex:1;margin:8px 0;overflow-wrap:anywhere}
a{color:var(--a)}
button{font:24px/1 sans-serif;color:inherit;background:none;border:0;width:44px;height:44px;cursor:pointer}
:focus-visible{outline:2px solid var(--a)}`;
	let place, drawn = "[[],false]";
	const banner = () => {
		const host = add(document.body, "noroshi-banner"), root = host.attachShadow({ mode: "open" }), sheet = new CSSStyleSheet();
		sheet.replaceSync(css);
		root.adoptedStyleSheets = [sheet];
		host.lang = ja ? lang : "en";
		place = add(root, "div");
		place.setAttribute("role", "status");
	};
	const add = (to, name, text = "") => {
		const it = document.createElement(name);
		it.textContent = text;
		to.append(" ", it);
		return it;
	};
	const draw = () => {
		const open = api.status.incidents.filter(it => !away.includes(it.number) && hits(it, "components") && hits(it, "regions"));
		const first = open[0], ahead = Date.parse(first?.next_update_by) - Date.now();
		const now = JSON.stringify([open, ahead > 0]);
		if (now == drawn) return; // or a screen reader says it again
		drawn = now;
		place || banner();
		place.textContent = "";
		if (!open.length) return;
		const to = new URL(open[1] ? "" : first.url, base), box = add(place, "section"), text = add(box, "p");
		add(text, "b", first.headline || first.title);
		const day = ahead < 432e5 ? {} : { month: "short", day: "numeric" };
		if (ahead > 0) add(text, "span", words.next(new Date(first.next_update_by).toLocaleString(ja ? "ja" : "en-GB", { ...day, hour: "2-digit", minute: "2-digit" })));
		if (open[1]) add(text, "span", words.more(open.length - 1));
		add(text, "a", words.link).href = to.origin == base.origin ? to : base;
		const close = add(box, "button", "×");
		close.setAttribute("aria-label", words.close);
		close.onclick = () => {
			away = [...away, ...open.map(it => it.number)].slice(-50);
			try { localStorage[key] = JSON.stringify(away); } catch {}
			draw();
		};
	};

	// Ever more seldom while nobody answers.
	const every = Math.max(15, +set.every || 60) * 1e3;
	let file = lang + "/status.json", failures = 0, timer;
	const later = ms => { clearTimeout(timer); timer = setTimeout(look, ms); };
	const look = async () => {
		timer = 0;
		try {
			const answer = await fetch(new URL(file, base), { credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(8e3) });
			if (answer.status == 404 && file != (file = "status.json")) return later(0);
			const status = await answer.json(), news = api.status?.version != status.version;
			api.status = { ...status, incidents: [...status.incidents] };
			failures = 0;
			if (set.banner != "off") draw();
			if (news) api.dispatchEvent(new CustomEvent("change", { detail: api.status }));
		} catch { failures++; }
		timer || later(Math.min(every * 2 ** failures, 9e5) * (.8 + Math.random() * .4));
	};
	api.addEventListener("change", event => api.onchange?.(event));
	if ("live" in set) new EventSource(new URL("events", base)).addEventListener("status", () => later(Math.random() * 3e3));
	document.addEventListener("visibilitychange", () => document.hidden ? clearTimeout(timer) : later(Math.random() * 2e3));
	document.body ? look() : addEventListener("DOMContentLoaded", look);
})();
