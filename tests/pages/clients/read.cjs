// Reads status pages with the npm clients of others: read.cjs <folder of node_modules> <name=url> ...
// Prints one JSON object: what each client got from each page.
"use strict";

const { createRequire } = require("node:module");
const path = require("node:path");

const [folder, ...pages] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(folder), "index.js"));
const { Statuspage: Io } = load("statuspage.io");
const { Statuspage: Js } = load("statuspage.js");
const Parser = load("rss-parser");

async function withIo(url) {
  const client = new Io("page");
  client.setApiUrl(url);
  const { api } = client;
  return {
    status: await api.getStatus(),
    components: await api.getComponents(),
    summary: await api.getSummary(),
    incidents: await api.incidents.getAll(),
    unresolved: await api.incidents.getUnresolved(),
    maintenances: await api.scheduledMaintenances.getAll(),
    active: await api.scheduledMaintenances.getActive(),
    upcoming: await api.scheduledMaintenances.getUpcoming(),
  };
}

async function withJs(url) {
  const client = new Js("page");
  client.axios.defaults.baseURL = `${url}/api/v2`;
  const summary = await client.summary();
  const { incidents } = await client.allIncidents();
  const started = incidents[0] && incidents[0].started_at;
  return {
    indicator: summary.status.indicator,
    open: summary.incidents.map((incident) => incident.name),
    all: incidents.map((incident) => incident.name),
    startedIsDate: started instanceof Date && !Number.isNaN(started.valueOf()),
    unresolved: (await client.unresolvedIncidents()).incidents.length,
    maintenances: (await client.allScheduledMaintenances()).scheduled_maintenances.length,
    active: (await client.activeScheduledMaintenances()).scheduled_maintenances.length,
    upcoming: (await client.upcomingScheduledMaintenances()).scheduled_maintenances.length,
    components: (await client.components()).components.length,
    status: (await client.status()).status.description,
  };
}

async function withParser(url) {
  const parser = new Parser();
  const read = {};
  for (const feed of ["history.rss", "history.atom", "ja/history.rss", "ja/history.atom"]) {
    const { title, items } = await parser.parseURL(`${url}/${feed}`);
    read[feed] = {
      title,
      items: items.map((item) => ({
        title: item.title,
        link: item.link,
        id: item.guid || item.id,
        date: item.isoDate,
        content: item.content,
      })),
    };
  }
  return read;
}

async function main() {
  const answers = {};
  for (const page of pages) {
    const [name, url] = page.split(/=(.*)/s);
    answers[name] = { io: await withIo(url), js: await withJs(url), rss: await withParser(url) };
  }
  process.stdout.write(JSON.stringify(answers));
}

main().catch((error) => {
  process.stderr.write(`${error.stack || error}\n`);
  process.exit(1);
});
