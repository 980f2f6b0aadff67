// Cards that are decided one after the other, also by key: `data-card-key` names the key of a button in a card.

const CARDS = "[data-card]";

/** Where somebody is, and what stood around it, so that the next one is found when it is gone. */
let here = "";
let order = [];

document.addEventListener("focusin", ({ target }) => {
  const card = target.closest(CARDS);
  if (card) {
    mark(card);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  if (event.target.closest("input, textarea, select")) {
    if (event.key === "Escape") {
      closeEdit(event.target);
    }
    return;
  }
  if (press(event.key)) {
    event.preventDefault();
  }
});

document.addEventListener("click", ({ target }) => {
  const card = target.closest("[data-card-next]")?.closest(CARDS);
  if (card) {
    go(cards()[cards().indexOf(card) + 1]);
  }
});

// Whoever opens a box to write in wants to write.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.matches(`${CARDS} details[open]`)) {
      target.querySelector("input:not([type=hidden])")?.select();
    }
  },
  true,
);

document.addEventListener("crm:refreshed", () => {
  const isLost = document.activeElement === document.body || document.activeElement?.id === "main";
  const card = current();
  if (!card) {
    return;
  }
  if (here && card.id !== here && isLost) {
    go(card);
  }
  show(card);
});

function press(key) {
  const card = current();
  switch (key) {
    case "j":
      return go(cards()[cards().indexOf(card) + (here ? 1 : 0)]);
    case "k":
      return go(cards()[cards().indexOf(card) - 1]);
    case "?":
      return toggleKeys();
    default:
      return click(card, key);
  }
}

function click(card, key) {
  const button = card?.querySelector(`[data-card-key="${CSS.escape(key)}"]`);
  if (button) {
    mark(card);
    button.click();
  }
  return Boolean(button);
}

function toggleKeys() {
  const keys = document.getElementById("keys");
  keys?.togglePopover();
  return Boolean(keys);
}

function cards() {
  return [...document.querySelectorAll(CARDS)];
}

/** The card where somebody is; when it is gone, the one that stood after it, or else before. */
function current() {
  const place = order.indexOf(here);
  const near = [...order.slice(Math.max(place, 0)), ...order.slice(0, Math.max(place, 0)).reverse()];
  const found = near.map((id) => document.getElementById(id)).find((card) => card?.matches(CARDS));
  return found ?? document.querySelector(CARDS);
}

function go(card) {
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest" });
  return Boolean(card);
}

function mark(card) {
  here = card.id;
  show(card);
}

function show(card) {
  if (here) {
    here = card.id;
  }
  order = cards().map((each) => each.id);
  for (const each of cards()) {
    each.classList.toggle("card-current", each === card);
  }
}

function closeEdit(field) {
  const edit = field.closest("details");
  if (edit) {
    edit.open = false;
    go(edit.closest(CARDS));
  }
}

const first = current();
if (first) {
  show(first);
}
