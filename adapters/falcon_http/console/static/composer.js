// The box to answer in: counts the pieces of a text, keeps a draft, and sends by Ctrl or Cmd and Enter.

// As in `openphone_crm/segments.py`: the basic alphabet of 3GPP TS 23.038, and what of its extension takes two places.
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENDED = new Set("\f^{}\\[~]|€");
const DRAFT = `draft:${location.pathname}`;

let hint = "";

const box = () => document.getElementById("composer-text");

/** In how many pieces a text goes out, and how many places the last of them has left. */
function segmentsOf(text) {
  const signs = [...text];
  const isWide = !signs.every((sign) => BASIC.has(sign) || EXTENDED.has(sign));
  const places = isWide ? text.length : signs.length + signs.filter((sign) => EXTENDED.has(sign)).length;
  const [single, several] = isWide ? [70, 67] : [160, 153];
  if (places <= single) {
    return { count: 1, left: single - places };
  }
  const count = Math.ceil(places / several);
  return { count, left: count * several - places };
}

function tell() {
  const place = document.getElementById("composer-count");
  const field = box();
  if (place && field) {
    const { count, left } = segmentsOf(field.value.trim());
    hint ||= place.textContent;
    place.textContent = field.value ? `${count === 1 ? "1 text" : `${count} texts`}, ${left} left` : hint;
  }
}

function keep() {
  try {
    if (box().value) {
      sessionStorage.setItem(DRAFT, box().value);
    } else {
      sessionStorage.removeItem(DRAFT);
    }
  } catch {
    // A browser that stores nothing keeps no drafts.
  }
}

function restore() {
  try {
    if (box() && !box().value) {
      box().value = sessionStorage.getItem(DRAFT) ?? "";
    }
  } catch {
    // As above.
  }
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

document.addEventListener("input", ({ target }) => {
  if (target === box()) {
    keep();
    tell();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target === box()) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

// What was sent is gone from the box; the next text is another one, though it may say the same.
document.addEventListener("reset", ({ target }) => {
  if (target.matches("form[data-composer]")) {
    document.getElementById("composer-key").value = newKey();
    document.getElementById("thread-scroll").scrollTop = 0;
    setTimeout(() => {
      keep();
      tell();
    });
  }
});

document.addEventListener("crm:refreshed", tell);
restore();
tell();
