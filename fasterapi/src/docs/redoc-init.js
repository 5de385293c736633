// Runs before ReDoc, which starts itself from the page's `<redoc>` element.
"use strict";
(() => {
  window.redocWorkerUrl = new URL("redoc.worker.js", document.currentScript.src);
  window.redocLinkIconUrl = new URL("redoc.link.svg", document.currentScript.src);

  // ReDoc writes its styles into <style> elements, which a Content-Security-Policy of `default-src 'self'` forbids.
  // Constructed style sheets are not inline styles: where the browser has them, each <style> is another element with
  // such a sheet.
  if (!("adoptedStyleSheets" in document)) {
    return;
  }
  const create = document.createElement;
  document.createElement = function (name, ...options) {
    if (String(name).toLowerCase() !== "style") {
      return create.call(this, name, ...options);
    }
    const element = create.call(this, "meta");
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    element.sheet = sheet;
    element.appendChild = (node) => {
      sheet.replaceSync(node.textContent);
      return node;
    };
    return element;
  };
})();
