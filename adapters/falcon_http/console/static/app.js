// What every page loads.
import "./zone.js";
import "./live.js";
import "./forms.js";
import "./keys.js";
import "./sheet.js";
