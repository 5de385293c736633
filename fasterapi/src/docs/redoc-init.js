// Runs before ReDoc, which starts itself from the page's `<redoc>` element.
"use strict";
window.redocWorkerUrl = new URL("redoc.worker.js", document.currentScript.src);
