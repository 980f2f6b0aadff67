// Moves through the list of conversations by key: j and k, Enter opens, / searches.

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isWriting(target)) {
    return;
  }
  const chosen = key === "/" ? document.getElementById("q") : rowAfter({ j: 1, k: -1 }[key]);
  if (chosen?.checkVisibility()) {
    event.preventDefault();
    chosen.focus();
    chosen.select?.();
  }
});

function rowAfter(step) {
  if (!step) {
    return null;
  }
  const rows = [...document.querySelectorAll("a[data-row]")];
  const current = rows.findIndex((row) => row === document.activeElement);
  const from = current >= 0 ? current : rows.findIndex((row) => row.hasAttribute("aria-current"));
  return rows[Math.min(Math.max(from + step, 0), rows.length - 1)];
}

function isWriting(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
