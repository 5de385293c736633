// Makes the upstream files work offline and under `Content-Security-Policy: default-src 'self'`.
// usage: node patch.mjs SWAGGER_UI_DIST REDOC OUT
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';

const [swaggerUi, redoc, out] = process.argv.slice(2);
const read = path => readFileSync(path, 'utf8');
const write = (name, text) => writeFileSync(`${out}/${name}`, text);

function replaceOnce(text, pattern, replacement, what) {
  const count = text.match(new RegExp(pattern, 'g'))?.length ?? 0;
  if (count !== 1) throw new Error(`${what}: found ${count} times, expected once`);
  return text.replace(pattern, replacement);
}

// Swagger UI: the images inside the style sheet become files of their own.
copyFileSync(`${swaggerUi}/swagger-ui-bundle.js`, `${out}/swagger-ui-bundle.js`);
const icons = new Map();
let css = read(`${swaggerUi}/swagger-ui.css`);
css = css.replace(/url\("data:image\/svg\+xml;charset=utf-8,((?:[^"\\]|\\.)*)"\)/g, (_, text) => {
  const svg = decodeURIComponent(text.replaceAll('\\"', '"'));
  if (!icons.has(svg)) icons.set(svg, `icon-${icons.size}.svg`);
  return `url(${icons.get(svg)})`;
});
// What is left are grids for debugging the layout, which nothing on the page uses.
css = css.replace(/url\(data:image\/(?:png|jpeg);base64,[^)]*\)/g, 'none');
css = css.replace(/\/\*# sourceMappingURL=.*?\*\//, '');
if (css.includes('data:')) throw new Error('swagger-ui.css: a data: URL is left');
write('swagger-ui.css', css);
for (const [svg, name] of icons) write(name, svg);
console.log(`${icons.size} icons`);

// ReDoc: the search worker becomes a file instead of a blob, and the badge's picture is not fetched from a CDN.
let bundle = read(`${redoc}/bundles/redoc.standalone.js`);
bundle = replaceOnce(bundle, /new Worker\(URL\.createObjectURL\(new Blob\(\[('(?:[^'\\]|\\.)*')\]\)\),\{name:"[^"]*"\}\)/, (_, source) => {
  const worker = (0, eval)(source).replace(/\n\/\/# sourceMappingURL=\S*\s*$/, '\n');
  write('redoc.worker.js', worker);
  return 'new Worker(window.redocWorkerUrl)';
}, 'search worker');
// So does the one image inside its styles, which stand in a template string.
bundle = replaceOnce(bundle, /url\('data:image\/svg\+xml;base64,([^']*)'\)/, (_, base64) => {
  write('redoc.link.svg', Buffer.from(base64, 'base64'));
  return "url('${window.redocLinkIconUrl}')";
}, 'link icon');
bundle = replaceOnce(bundle, /"https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini\.svg"/, '""', 'badge');
bundle = bundle.replace(/\n\/\/# sourceMappingURL=\S*\s*$/, '\n');
write('redoc.standalone.js', bundle);
