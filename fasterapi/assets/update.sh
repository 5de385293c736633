#!/bin/sh
# Fetches Swagger UI and ReDoc from npm and remakes the files beside this script. Needs npm, node, gzip, tar.
# usage: assets/update.sh [swagger-ui-dist version] [redoc version]
set -eu
swagger_ui=${1:-5.35.0}
redoc=${2:-2.5.4}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "swagger-ui-dist@$swagger_ui" "redoc@$redoc" >/dev/null
for name in swagger-ui-dist-$swagger_ui redoc-$redoc; do
    mkdir "$name" && tar -xzf "$name.tgz" -C "$name" --strip-components=1
done
mkdir out
node "$here/patch.mjs" "swagger-ui-dist-$swagger_ui" "redoc-$redoc" out

for file in swagger-ui-bundle.js swagger-ui.css redoc.standalone.js redoc.worker.js; do
    gzip -9 -n "out/$file"
done
rm -rf "$here/swagger-ui" "$here/redoc"
mkdir "$here/swagger-ui" "$here/redoc"
cp out/swagger-ui* out/icon-*.svg "$here/swagger-ui/"
cp out/redoc* "$here/redoc/"
cd "$work/swagger-ui-dist-$swagger_ui"
cp LICENSE NOTICE oauth2-redirect.js favicon-32x32.png swagger-ui-bundle.js.LICENSE.txt "$here/swagger-ui/"
cd "$work/redoc-$redoc/"
cp LICENSE bundles/redoc.standalone.js.LICENSE.txt "$here/redoc/"
cp bundles/*.worker.js.LICENSE.txt "$here/redoc/redoc.worker.js.LICENSE.txt"
printf 'swagger-ui-dist %s\nredoc %s\n' "$swagger_ui" "$redoc" > "$here/VERSIONS"
