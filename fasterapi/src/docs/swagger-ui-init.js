// Starts Swagger UI with what the page's element says: `data-url`, `data-parameters`, `data-oauth2-redirect-url`,
// `data-init-oauth`.
"use strict";
(() => {
  const given = document.getElementById("swagger-ui").dataset;
  const settings = { url: given.url, ...JSON.parse(given.parameters) };
  if (given.oauth2RedirectUrl) {
    settings.oauth2RedirectUrl = window.location.origin + given.oauth2RedirectUrl;
  }
  settings.presets = [SwaggerUIBundle.presets.apis, SwaggerUIBundle.SwaggerUIStandalonePreset];
  const ui = SwaggerUIBundle(settings);
  if (given.initOauth) {
    ui.initOAuth(JSON.parse(given.initOauth));
  }
})();
