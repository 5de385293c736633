// node swagger_parser.mjs FILE: validates an OpenAPI document and follows every reference in it.
import SwaggerParser from "@apidevtools/swagger-parser";

const api = await SwaggerParser.validate(process.argv[2]);
console.log(`${api.info.title} ${api.info.version}: ${Object.keys(api.paths).length} paths`);
