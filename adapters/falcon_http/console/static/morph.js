// Makes a part of the page like a newer one of itself, and leaves alone what somebody is busy with.

const FIELDS = "input, textarea, select";

/** Fields that somebody changed: a select does not tell by itself. */
const changed = new WeakSet();

/** Change `old` so that it is like `fresh`, in place. */
export function morph(old, fresh) {
  if (old.isEqualNode(fresh) || isKept(old)) {
    return;
  }
  morphAttributes(old, fresh);
  if (old.matches("textarea")) {
    morphText(old, fresh);
  } else {
    morphChildren(old, fresh);
  }
}

/** Whether somebody would lose something: a text that is being written, or a sound that plays. */
export function isBusy(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    return false;
  }
  const inside = [node, ...node.querySelectorAll(`${FIELDS}, audio, video`)];
  return inside.some((element) => isPlaying(element) || (element.matches(FIELDS) && isChanged(element)));
}

function isKept(element) {
  return element.hasAttribute("data-keep") || isPlaying(element) || isFocusedField(element);
}

function isPlaying(element) {
  return element instanceof HTMLMediaElement && !element.ended && (!element.paused || element.currentTime > 0);
}

function isFocusedField(element) {
  return element === document.activeElement && element.matches(FIELDS) && element.type !== "checkbox";
}

function isChanged(field) {
  if (field.type === "hidden") {
    return false;
  }
  if (field.matches("select")) {
    return changed.has(field);
  }
  if (field.type === "checkbox" || field.type === "radio") {
    return field.checked !== field.defaultChecked;
  }
  return field.value !== field.defaultValue;
}

function morphAttributes(old, fresh) {
  const isField = old.matches(FIELDS);
  const isOurs = isField && isChanged(old);
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !isTheirs(old, name)) {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !isTheirs(old, name)) {
      old.setAttribute(name, value);
    }
  }
  if (old.matches("input") && !isOurs) {
    old.value = fresh.getAttribute("value") ?? "";
    old.checked = fresh.hasAttribute("checked");
  }
}

/** What is open is for whoever looks to say, not for the server. */
function isTheirs(element, name) {
  return name === "open" && element.matches("details, dialog");
}

function morphText(old, fresh) {
  const isOurs = isChanged(old);
  const written = old.value;
  old.textContent = fresh.textContent;
  old.value = isOurs ? written : fresh.textContent;
}

function morphChildren(old, fresh) {
  const wanted = new Set([...fresh.children].map(keyOf).filter(Boolean));
  const known = new Map();
  for (const child of [...old.children]) {
    const key = keyOf(child);
    if (key && wanted.has(key)) {
      known.set(key, child);
    } else if (key && !isBusy(child)) {
      child.remove();
    }
  }
  let place = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const found = known.get(keyOf(child)) ?? alike(place, child);
    if (!found) {
      old.insertBefore(document.importNode(child, true), place);
      continue;
    }
    if (found === place) {
      place = place.nextSibling;
    } else {
      move(old, found, place);
    }
    morphNode(found, child);
  }
  removeFrom(place);
}

function morphNode(old, fresh) {
  if (old.nodeType === Node.ELEMENT_NODE) {
    morph(old, fresh);
  } else if (old.nodeValue !== fresh.nodeValue) {
    old.nodeValue = fresh.nodeValue;
  }
}

/** A node without a key is the one that stands where it is due, if that is of its kind. */
function alike(place, child) {
  const isSame = place && !keyOf(place) && !keyOf(child) && place.nodeName === child.nodeName;
  return isSame ? place : null;
}

function keyOf(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    return "";
  }
  const key = node.id || node.dataset?.key || "";
  return key && `${node.nodeName} ${key}`;
}

/** Move a node without interrupting what it plays, where the browser can. */
function move(parent, node, place) {
  if (parent.moveBefore) {
    parent.moveBefore(node, place);
  } else {
    parent.insertBefore(node, place);
  }
}

function removeFrom(place) {
  while (place) {
    const next = place.nextSibling;
    if (!(place.nodeType === Node.ELEMENT_NODE && (place.hasAttribute("data-keep") || isBusy(place)))) {
      place.remove();
    }
    place = next;
  }
}

document.addEventListener("change", ({ target }) => changed.add(target));
document.addEventListener("reset", ({ target }) => [...target.elements].forEach((field) => changed.delete(field)));
