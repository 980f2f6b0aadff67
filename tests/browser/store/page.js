import { createPollingStore } from "./store.js";

const asked = new URLSearchParams(location.hash.slice(1));
const store = createPollingStore(asked.get("endpoint"), {
  interval: Number(asked.get("interval")),
  headers: { Authorization: `Bearer ${asked.get("token")}` },
});

store.subscribe((conversations) => {
  const items = conversations.map((conversation) => {
    const item = document.createElement("li");
    item.textContent = `${conversation.phone_number}: ${conversation.last_item.text}`;
    return item;
  });
  document.getElementById("conversations").replaceChildren(...items);
});
