/* The small behaviours of every page, each a module. Nothing needs them: without JavaScript forms post and pages reload. */
import { watchPanels } from "./panel.js";
import { watchProgress } from "./progress.js";

watchPanels();
watchProgress();
document.getElementById("error-summary")?.focus();
