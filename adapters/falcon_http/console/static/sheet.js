// Closes what was unfolded over the page, when somebody goes on elsewhere.
const OPEN = "details.more[open]";

document.addEventListener("click", ({ target }) => {
  for (const sheet of document.querySelectorAll(OPEN)) {
    sheet.open = sheet.contains(target);
  }
});

document.addEventListener("keydown", ({ key }) => {
  const sheet = key === "Escape" && document.querySelector(OPEN);
  if (sheet) {
    sheet.open = false;
    sheet.querySelector("summary").focus();
  }
});
