// Keeps the page as it is on the server: asks every few seconds, and mostly hears that nothing changed.
import { morph } from "./morph.js";

const USUAL_S = 5;
const LONGEST_S = 30;
const PATIENCE_MS = 20_000;
const SIGN_IN = "/sign-in";

let tag = document.querySelector('meta[name="entity-tag"]')?.content ?? "";
let timer = 0;
let failures = 0;
let offlineSince = null;
let isAsking = false;
let isWanted = false;
let isOver = false;

/** How often something was shown: an answer from before is out of date. */
let shown = 0;

/** Ask now, whatever the time; what is on its way may be from before, and is followed by another. */
export async function refresh() {
  clearTimeout(timer);
  isWanted = isAsking;
  if (isAsking || isOver || document.hidden) {
    return;
  }
  isAsking = true;
  const wait = await askAndShow();
  isAsking = false;
  if (isWanted) {
    await refresh();
  } else {
    plan(wait);
  }
}

/** Show what an answer holds: every live region, and the title; for some seconds it is new. */
export function show(text, newTag) {
  shown += 1;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const focused = document.activeElement;
  for (const region of document.querySelectorAll("[data-live][id]")) {
    const other = fresh.getElementById(region.id);
    if (other && !region.parentElement.closest("[data-live][id]")) {
      morph(region, other);
    }
  }
  document.title = fresh.title;
  tag = newTag ?? "";
  if (focused && focused !== document.body && !focused.isConnected) {
    document.getElementById("main")?.focus({ preventScroll: true });
  }
  document.dispatchEvent(new CustomEvent("crm:refreshed"));
  plan(USUAL_S);
}

/** Whether an answer came from the page for signing in: nobody is signed in any more. */
export function isSignedOut(answer) {
  return answer.redirected && new URL(answer.url).pathname === SIGN_IN;
}

/** Say that nobody is signed in any more, and stop. */
export function endSession() {
  isOver = true;
  const link = document.createElement("a");
  link.href = `${SIGN_IN}?next=${encodeURIComponent(location.pathname + location.search)}`;
  link.textContent = "Sign in";
  say("Signed out. ", link);
}

/** In how many seconds to ask again. */
async function askAndShow() {
  const before = shown;
  try {
    const answer = await ask();
    await take(answer, before);
    return Number(answer.headers.get("X-Poll-Interval")) || USUAL_S;
  } catch {
    return noteFailure();
  }
}

function ask() {
  const headers = { Accept: "text/html" };
  if (tag) {
    headers["If-None-Match"] = tag;
  }
  const url = location.pathname + location.search;
  // Our own tag is sent, and 304 comes through, only past the browser's cache.
  return fetch(url, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
}

async function take(answer, before) {
  if (isSignedOut(answer)) {
    endSession();
    return;
  }
  if (answer.status >= 500) {
    throw new Error(`answered ${answer.status}`);
  }
  if (answer.status === 404 || answer.status === 403) {
    noteSuccess("This is not here any more.");
    return;
  }
  if (answer.ok) {
    const text = await answer.text();
    if (shown === before) {
      show(text, answer.headers.get("ETag"));
    }
  }
  noteSuccess();
}

function noteSuccess(...words) {
  failures = 0;
  offlineSince = null;
  say(...words);
}

function noteFailure() {
  failures += 1;
  offlineSince ??= new Date();
  const time = offlineSince.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  say(`Offline since ${time}. This page goes on by itself.`);
  return Math.min(USUAL_S * 2 ** (failures - 1), LONGEST_S);
}

function say(...words) {
  const place = document.getElementById("connection");
  const text = words.map((word) => word.textContent ?? word).join("");
  // Said anew, it would be read out anew.
  if (place && place.textContent !== text) {
    place.replaceChildren(...words);
  }
}

function plan(seconds) {
  clearTimeout(timer);
  if (!isOver && !isAsking && !document.hidden) {
    timer = setTimeout(refresh, seconds * 1000);
  }
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  refresh();
});
addEventListener("online", refresh);
addEventListener("pageshow", ({ persisted }) => persisted && refresh());
plan(USUAL_S);
