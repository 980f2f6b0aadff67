// A thread: seeks in recordings, brings older messages without moving, and marks as read what is seen.
import { refresh } from "./live.js";

/** What was marked as read, so that a refusal is not repeated for ever. */
const tried = new Set();

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  const seek = event.target.closest("a[data-seek]");
  const older = event.target.closest("a[data-older]");
  if (seek && play(seek.dataset)) {
    event.preventDefault();
  } else if (older) {
    event.preventDefault();
    bring(older);
  }
});

/** Play the call from there; false when its recording is not on this page. */
function play({ call, seek }) {
  const sound = document.querySelector(`audio[data-call="${CSS.escape(call)}"]`);
  if (!sound) {
    return false;
  }
  sound.currentTime = Number(seek);
  // A file that cannot be played says so in its own controls.
  sound.play().catch(() => {});
  return true;
}

/** Ask for the longer page from now on: what scrolls is measured from its end, and so stays. */
async function bring(link) {
  link.setAttribute("aria-busy", "true");
  history.replaceState(history.state, "", link.href);
  await refresh();
}

function markRead() {
  const form = document.querySelector("form[data-mark-read]");
  if (form && !document.hidden && !tried.has(form.dataset.markRead)) {
    tried.add(form.dataset.markRead);
    form.requestSubmit();
  }
}

document.addEventListener("crm:refreshed", markRead);
document.addEventListener("visibilitychange", markRead);
markRead();
