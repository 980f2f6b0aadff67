// Presses buttons by key: `data-key-press` names the key, and nobody is writing at the time.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isWriting(event.target)) {
    return;
  }
  const named = document.querySelectorAll(`[data-key-press="${CSS.escape(event.key)}"]`);
  const pressed = [...named].find((element) => element.checkVisibility());
  if (pressed) {
    event.preventDefault();
    pressed.click();
  }
});

function isWriting(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
