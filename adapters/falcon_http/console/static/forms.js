// Sends forms without leaving the page; without JavaScript they are plain forms.
import { endSession, isSignedOut, refresh, show } from "./live.js";

/** What the page that comes next is to say: the server has said it once, and not to a reader. */
const CARRIED = "flash";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[data-live-form]")) {
    return;
  }
  event.preventDefault();
  // One press is one act.
  if (form.getAttribute("aria-busy") !== "true") {
    send(form, event.submitter);
  }
});

async function send(form, submitter) {
  form.setAttribute("aria-busy", "true");
  // What a page sends by itself, such as that it was read, sweeps nothing away.
  if (!form.matches("[data-mark-read]")) {
    document.getElementById("flash")?.replaceChildren();
  }
  try {
    const fields = new URLSearchParams(new FormData(form, submitter));
    const action = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
    const answer = await fetch(action, { method: "POST", body: fields, headers: { Accept: "text/html" } });
    await take(form, answer);
  } catch {
    tell("That did not arrive. Check the connection, and try again.");
  } finally {
    form.removeAttribute("aria-busy");
  }
}

async function take(form, answer) {
  if (isSignedOut(answer)) {
    endSession();
    return;
  }
  const text = await answer.text();
  if (!answer.ok) {
    tell(parsed(text).querySelector("[data-error]")?.textContent ?? "That did not work. Try again.");
    refresh();
    return;
  }
  form.reset();
  const { pathname, search } = new URL(answer.url);
  if (pathname + search === location.pathname + location.search) {
    show(text, answer.headers.get("ETag"));
  } else {
    carry(parsed(text).querySelector("#flash .flash"));
    location.assign(answer.url);
  }
}

/** Say what went wrong, until somebody does something else: whatever else changes leaves it alone. */
function tell(sentence) {
  const flash = flashOf(sentence, "flash flash-bad");
  flash.toggleAttribute("data-keep", true);
  document.getElementById("flash")?.replaceChildren(flash);
}

function flashOf(sentence, className) {
  return Object.assign(document.createElement("p"), { className, textContent: sentence });
}

function parsed(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

function carry(flash) {
  try {
    if (flash) {
      sessionStorage.setItem(CARRIED, JSON.stringify([flash.textContent.trim(), flash.className]));
    }
  } catch {
    // A browser that stores nothing carries nothing.
  }
}

function deliver() {
  try {
    const carried = JSON.parse(sessionStorage.getItem(CARRIED));
    sessionStorage.removeItem(CARRIED);
    if (carried) {
      document.getElementById("flash")?.replaceChildren(flashOf(...carried));
    }
  } catch {
    // As above.
  }
}

deliver();
