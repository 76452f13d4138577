// Tells how far zones are from UTC by Node's own zone data, which may be older than ours.
// Standard input: [[zone, seconds since 1970], …]  →  [minutes, …]
import { readFileSync } from "node:fs";

const asked = JSON.parse(readFileSync(0, "utf8"));
const formats = new Map();

function offset([zone, seconds]) {
  if (!formats.has(zone)) {
    const options = { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
                      hour: "numeric", minute: "numeric", second: "numeric" };
    formats.set(zone, new Intl.DateTimeFormat("en-US", options));
  }
  const part = Object.fromEntries(formats.get(zone).formatToParts(seconds * 1000).map(({ type, value }) => [type, +value]));
  const wall = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  return (wall / 1000 - seconds) / 60;
}

process.stdout.write(JSON.stringify(asked.map(offset)));
