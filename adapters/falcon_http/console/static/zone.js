// Tells the server in whose time to write: a name such as Europe/Berlin, in a cookie of its own.
import { refresh } from "./live.js";

const name = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (name && !document.cookie.split("; ").includes(`crm_zone=${encodeURIComponent(name)}`)) {
  document.cookie = `crm_zone=${encodeURIComponent(name)}; Path=/; Max-Age=31536000; SameSite=Strict`;
  refresh();
}
