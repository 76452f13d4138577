// Reads calendars as ical.js (Thunderbird, Nextcloud) and node-ical do; prints what they understood as JSON.
// Usage: node read.mjs FILE…  →  {"file": {"ical.js": [event…], "node-ical": [event…]}}
import { readFileSync } from "node:fs";
import { basename } from "node:path";

import ICAL from "ical.js";
import nodeIcal from "node-ical";

ICAL.design.strict = true;

function byIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const moment = (time) => (time.isDate ? time.toString() : time.toUnixTime());
    return {
      method: calendar.getFirstPropertyValue("method"),
      uid: event.uid,
      sequence: event.sequence ?? 0,
      status: component.getFirstPropertyValue("status"),
      start: moment(event.startDate),
      end: moment(event.endDate),
      summary: event.summary ?? "",
      description: event.description ?? "",
      location: event.location ?? "",
      attendees: event.attendees.map((attendee) => [attendee.getFirstValue(), attendee.getParameter("partstat")]),
    };
  });
}

function byNodeIcal(text) {
  const found = nodeIcal.sync.parseICS(text);
  const value = (said) => (said && typeof said === "object" && "val" in said ? said.val : said ?? "");
  return Object.values(found)
    .filter((event) => event.type === "VEVENT")
    .map((event) => {
      const isDate = event.datetype === "date";
      // Its dates are local midnights: the day is the one that the process's own zone shows.
      const two = (number) => String(number).padStart(2, "0");
      const day = (time) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
      const moment = (time) => (isDate ? day(time) : time.getTime() / 1000);
      const attendees = [event.attendee ?? []].flat();
      return {
        method: event.method ?? found.vcalendar?.method,
        uid: event.uid,
        sequence: Number(event.sequence ?? 0),
        status: event.status,
        start: moment(event.start),
        end: moment(event.end),
        summary: value(event.summary),
        description: value(event.description),
        location: value(event.location),
        attendees: attendees.map((attendee) => [attendee.val, attendee.params?.PARTSTAT]),
      };
    });
}

const understood = {};
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  understood[basename(file)] = { "ical.js": byIcalJs(text), "node-ical": byNodeIcal(text) };
}
process.stdout.write(JSON.stringify(understood));
