//! Documents of hand-made routes, compared with what FastAPI writes for the same.

use std::sync::atomic::{AtomicUsize, Ordering};

use http::Method;
use serde_json::{Value, json};

use super::{Contact, DocumentSpec, ExternalDocs, License, OperationSpec, ResolvedParam, Server, Tag, document};
use crate::handler::{AdditionalResponse, ParamUse, RouteAttributes};
use crate::model::{Constraints, JsonSchema, Pattern, Schema, Schemas};
use crate::params::{Param, Source};

struct Int;
struct Text;
struct Found;
struct Problem;
struct ListOf<T>(T);
struct Maybe<T>(T);

impl JsonSchema for Int {
    fn schema(_: &mut Schemas, _: &Constraints) -> Schema {
        Schema::of_type("integer")
    }
}

impl JsonSchema for Text {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        if constraints.pattern.is_some_and(|pattern| pattern.regex().is_err()) {
            schemas.problem("not a regular expression".to_owned());
        }
        Schema::of_type("string")
    }
}

impl JsonSchema for Found {
    fn schema(schemas: &mut Schemas, _: &Constraints) -> Schema {
        schemas.component::<Self>("Found", "app", |_| Schema::of_type("object").with_title("Found"))
    }
}

impl JsonSchema for Problem {
    fn schema(schemas: &mut Schemas, _: &Constraints) -> Schema {
        schemas.component::<Self>("Problem", "app", |_| Schema::of_type("object").with_title("Problem"))
    }
}

impl<T: JsonSchema> JsonSchema for ListOf<T> {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        let items = T::schema(schemas, constraints);
        Schema::any().with("items", items).with("type", "array")
    }
}

impl<T: JsonSchema> JsonSchema for Maybe<T> {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        Schema::any_of([T::schema(schemas, constraints), Schema::of_type("null")])
    }
}

fn head() -> DocumentSpec {
    DocumentSpec {
        title: "FastAPI".to_owned(),
        version: "0.1.0".to_owned(),
        summary: None,
        description: None,
        terms_of_service: None,
        contact: None,
        license_info: None,
        tags: Vec::new(),
        servers: Vec::new(),
        external_docs: None,
        openapi_version: "3.1.0".to_owned(),
        separate_input_output_schemas: true,
    }
}

fn attributes(methods: &[Method], path: &str, name: &'static str) -> RouteAttributes {
    RouteAttributes::new(methods, path, name, ("app", "app.rs", 7))
}

fn route(attributes: RouteAttributes) -> OperationSpec {
    OperationSpec {
        path: attributes.path.clone(),
        attributes,
        params: Vec::new(),
        bodies: Vec::new(),
        errors: Vec::new(),
        security: Vec::new(),
        embed: false,
        callbacks: Vec::new(),
        response: None,
    }
}

fn get(path: &str, name: &'static str) -> OperationSpec {
    route(attributes(&[Method::GET], path, name))
}

fn usage<T: JsonSchema>(param: Param, required: bool) -> ParamUse {
    ParamUse {
        param: Box::leak(Box::new(param)),
        required,
        schema: T::schema,
        group: None,
        encoding: crate::handler::Encoding::Json,
        in_memory: false,
    }
}

impl OperationSpec {
    fn with<T: JsonSchema>(mut self, param: Param, required: bool) -> Self {
        self.params.push(ResolvedParam {
            source: param.source,
            usage: usage::<T>(param, required),
        });
        self
    }

    fn with_body<T: JsonSchema>(mut self, param: Param, required: bool) -> Self {
        self.bodies.push(usage::<T>(param, required));
        self
    }

    fn returning<T: JsonSchema>(mut self) -> Self {
        self.response = Some(|description, schemas| {
            description.media_type = Some("application/json");
            description.schema = Some(T::schema(schemas, &Constraints::NONE));
        });
        self
    }
}

fn param(name: &'static str, source: Source) -> Param {
    Param::new(name, name, source)
}

fn write(operations: impl IntoIterator<Item = OperationSpec>) -> Value {
    document(head(), operations.into_iter().collect(), Vec::new())
        .unwrap()
        .value()
        .clone()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_route_that_says_nothing() {
    let expected = json!({
        "openapi": "3.1.0",
        "info": {"title": "FastAPI", "version": "0.1.0"},
        "paths": {"/x": {"get": {
            "summary": "X",
            "operationId": "x_x_get",
            "responses": {"200": {"description": "Successful Response", "content": {"application/json": {"schema": {}}}}},
        }}},
    });
    assert_eq!(write([get("/x", "x")]), expected);
}

#[test]
fn the_head_keeps_fastapis_order() {
    let mut head = head();
    head.summary = Some("Pressed plants".to_owned());
    head.description = Some("Flat.".to_owned());
    head.terms_of_service = Some("https://h.example/terms".to_owned());
    head.contact = Some(Contact {
        name: Some("Flora".to_owned()),
        ..Contact::default()
    });
    head.license_info = Some(License {
        name: "MIT".to_owned(),
        identifier: Some("MIT".to_owned()),
        url: None,
    });
    head.tags = vec![Tag {
        name: "plants".to_owned(),
        ..Tag::default()
    }];
    let variables = Some(json!({"v": {"default": "1"}}));
    head.servers = vec![Server {
        url: "https://s.example".to_owned(),
        variables,
        ..Server::default()
    }];
    head.external_docs = Some(ExternalDocs {
        url: "https://h.example/docs".to_owned(),
        description: None,
    });
    let found = get("/x", "x").returning::<Found>();
    let written = document(head.clone(), vec![found], Vec::new()).unwrap();
    let value = written.value();
    assert_eq!(
        keys(value),
        [
            "openapi",
            "info",
            "servers",
            "paths",
            "components",
            "tags",
            "externalDocs"
        ]
    );
    assert_eq!(
        keys(&value["info"]),
        [
            "title",
            "summary",
            "description",
            "termsOfService",
            "contact",
            "license",
            "version"
        ]
    );
    assert_eq!(
        value["servers"],
        json!([{"url": "https://s.example", "variables": {"v": {"default": "1"}}}])
    );
    assert_eq!(value["externalDocs"], json!({"url": "https://h.example/docs"}));
    assert_eq!(
        serde_json::from_slice::<Value>(&written.with_root_path("")).unwrap(),
        *value
    );
    assert!(
        !written
            .with_root_path("")
            .windows(11)
            .any(|bytes| bytes == b"x-fasterapi")
    );
}

#[test]
fn parameters_are_grouped_titled_and_told_once() {
    let mut limit = param("limit", Source::Query);
    limit.default = Some(|| json!(10));
    limit.description = Some("How many");
    limit.deprecated = true;
    let mut hidden = param("hidden", Source::Query);
    hidden.include_in_schema = false;
    let mut small = param("item_id", Source::Path);
    small.openapi_examples = Some(|| json!({"small": {"value": 1}}));
    let gate = Param::new("x_gate", "x-gate", Source::Header);
    let route = get("/items/{item_id:int}", "read")
        .with::<Text>(gate, true)
        .with::<Int>(limit, false)
        .with::<Int>(small, true)
        .with::<Int>(param("q", Source::Query), true)
        .with::<Maybe<Text>>(param("q", Source::Query), false)
        .with::<Int>(hidden, true);
    let value = write([route]);
    let operation = &value["paths"]["/items/{item_id}"]["get"];
    let expected = json!([
        {"name": "item_id", "in": "path", "required": true, "schema": {"type": "integer", "title": "Item Id"},
            "examples": {"small": {"value": 1}}},
        {"name": "limit", "in": "query", "required": false, "schema": {"type": "integer", "title": "Limit",
            "description": "How many", "deprecated": true, "default": 10}, "description": "How many", "deprecated": true},
        {"name": "q", "in": "query", "required": true, "schema": {"type": "integer", "title": "Q"}},
        {"name": "x-gate", "in": "header", "required": true, "schema": {"type": "string", "title": "X-Gate"}},
    ]);
    assert_eq!(operation["parameters"], expected);
    assert_eq!(operation["operationId"], "read_items__item_id__get");
    assert_eq!(
        operation["responses"]["422"]["content"]["application/json"]["schema"],
        json!({"$ref": "#/components/schemas/HTTPValidationError"})
    );
    assert_eq!(
        keys(&value["components"]["schemas"]),
        ["HTTPValidationError", "ValidationError"]
    );
    assert_eq!(keys(operation), ["summary", "operationId", "parameters", "responses"]);
}

#[test]
fn one_body_is_itself_and_several_are_an_object() {
    let body = |name| param(name, Source::Body);
    let post = |path, name| route(attributes(&[Method::POST], path, name));
    let mut rank = body("rank");
    rank.default = Some(|| json!(3));
    let mut words = body("words");
    words.media_type = Some("text/plain");
    let mut embedded = post("/embedded", "embedded").with_body::<Found>(body("found"), true);
    embedded.embed = true;
    let mut several = post("/several", "several")
        .with_body::<Found>(body("found"), true)
        .with_body::<Maybe<Problem>>(body("problem"), false)
        .with_body::<Int>(rank, false);
    several.embed = true;
    let value = write([
        post("/one", "one").with_body::<Found>(body("found"), true),
        post("/maybe", "maybe").with_body::<Maybe<Found>>(body("found"), false),
        post("/text", "text").with_body::<Text>(words, true),
        embedded,
        several,
        route(attributes(&[Method::OPTIONS], "/opts", "opts")).with_body::<Found>(body("found"), true),
    ]);
    let written = |path: &str| value["paths"][path]["post"]["requestBody"].clone();
    let reference = json!({"$ref": "#/components/schemas/Found"});
    let json = |schema: Value| json!({"application/json": {"schema": schema}});
    assert_eq!(
        written("/one"),
        json!({"content": json(reference.clone()), "required": true})
    );
    let maybe = json!({"anyOf": [reference, {"type": "null"}], "title": "Found"});
    assert_eq!(written("/maybe"), json!({"content": json(maybe)}));
    assert_eq!(
        written("/text")["content"],
        json!({"text/plain": {"schema": {"type": "string", "title": "Words"}}})
    );
    let named = json!({"$ref": "#/components/schemas/Body_several_several_post"});
    assert_eq!(written("/several"), json!({"content": json(named), "required": true}));
    let expected = json!({
        "properties": {
            "found": reference,
            "problem": {"anyOf": [{"$ref": "#/components/schemas/Problem"}, {"type": "null"}]},
            "rank": {"type": "integer", "title": "Rank", "default": 3},
        },
        "type": "object",
        "required": ["found"],
        "title": "Body_several_several_post",
    });
    assert_eq!(value["components"]["schemas"]["Body_several_several_post"], expected);
    let embedded = &value["components"]["schemas"]["Body_embedded_embedded_post"];
    assert_eq!(embedded["properties"], json!({"found": reference}));
    assert_eq!(value["paths"]["/opts"]["options"].get("requestBody"), None);
}

/// FastAPI's document of the oracle's app `additional_responses`, in parts.
#[test]
fn additional_responses_are_merged() {
    let status = |code, response| ("/x", code, response);
    let responses = |added: Vec<(&str, &str, AdditionalResponse)>| {
        let mut attributes = attributes(&[Method::GET], "/x", "x");
        for (_, code, response) in added {
            attributes = attributes.response(code, response);
        }
        let value = write([route(attributes)
            .returning::<Found>()
            .with::<Int>(param("n", Source::Query), true)]);
        value["paths"]["/x"]["get"]["responses"].clone()
    };
    let reference = |name: &str| json!({"schema": {"$ref": format!("#/components/schemas/{name}")}});
    let told = |text| AdditionalResponse::new().description(text);

    let found = responses(vec![
        status("500", told("Broken")),
        status("404", AdditionalResponse::new().model::<Problem>()),
        status("409", AdditionalResponse::new().model::<ListOf<Problem>>()),
    ]);
    assert_eq!(keys(&found), ["200", "500", "404", "409", "422"]);
    assert_eq!(
        found["404"],
        json!({"description": "Not Found", "content": {"application/json": reference("Problem")}})
    );
    let list = json!({"items": reference("Problem")["schema"], "type": "array", "title": "Response 409 X X Get"});
    assert_eq!(found["409"]["content"]["application/json"]["schema"], list);

    let example = json!({"content": {"application/json": {"example": {"id": "x"}}, "image/png": {}}});
    let found = responses(vec![
        status("200", told("Yes").extra(example)),
        status("4xx", AdditionalResponse::new()),
        status("Default", told("Else")),
    ]);
    let mut json = reference("Found");
    json["example"] = json!({"id": "x"});
    let expected = json!({
        "200": {"description": "Yes", "content": {"application/json": json, "image/png": {}}},
        "4XX": {"description": "Client Error"},
        "default": {"description": "Else"},
    });
    assert_eq!(found, expected);

    let found = responses(vec![status("422", told("Mine").model::<Problem>())]);
    let expected = json!({"description": "Mine", "content": {"application/json": reference("Problem")}});
    assert_eq!(found["422"], expected);
}

#[test]
fn answers_without_a_body_or_a_model() {
    let delete = |path, name| attributes(&[Method::DELETE], path, name);
    let value = write([
        route(delete("/gone", "gone").status_code(204_u16)).returning::<Found>(),
        route(delete("/any", "any").response_model_none()).returning::<Found>(),
        get("/list", "lists").returning::<ListOf<Found>>(),
        {
            let mut redirect = get("/redirect", "redirect");
            redirect.response = Some(|description, _| description.status = Some(http::StatusCode::TEMPORARY_REDIRECT));
            redirect
        },
    ]);
    let responses = |path: &str, method: &str| value["paths"][path][method]["responses"].clone();
    assert_eq!(
        responses("/gone", "delete"),
        json!({"204": {"description": "Successful Response"}})
    );
    assert_eq!(
        responses("/any", "delete")["200"]["content"]["application/json"]["schema"],
        json!({})
    );
    assert_eq!(
        responses("/list", "get")["200"]["content"]["application/json"]["schema"],
        json!({"items": {"$ref": "#/components/schemas/Found"}, "type": "array", "title": "Response Lists List Get"})
    );
    assert_eq!(
        responses("/redirect", "get"),
        json!({"307": {"description": "Successful Response"}})
    );
    assert_eq!(keys(&value["components"]["schemas"]), ["Found"]);
}

#[test]
fn several_methods_extras_and_later_routes() {
    let both = attributes(&[Method::PUT, Method::GET], "/both", "both");
    let extra = attributes(&[Method::GET], "/extra", "extra")
        .tags(["own"])
        .deprecated(true)
        .openapi_extra(json!({
            "x-weight": 5, "responses": {"418": {"description": "Teapot"}}, "tags": ["added"],
        }));
    let value = write([
        route(both),
        get("/p/{id}", "first"),
        route(extra),
        route(attributes(&[Method::GET], "/hidden", "hidden").include_in_schema(false)),
        get("/p/{id}", "second"),
    ]);
    assert_eq!(keys(&value["paths"]), ["/both", "/p/{id}", "/extra"]);
    assert_eq!(keys(&value["paths"]["/both"]), ["put", "get"]);
    assert_eq!(value["paths"]["/both"]["get"]["operationId"], "both_both_put");
    assert_eq!(value["paths"]["/p/{id}"]["get"]["summary"], "Second");
    let operation = &value["paths"]["/extra"]["get"];
    assert_eq!(operation["tags"], json!(["own", "added"]));
    assert_eq!(
        keys(operation),
        ["tags", "summary", "operationId", "deprecated", "responses", "x-weight"]
    );
    assert_eq!(keys(&operation["responses"]), ["200", "418"]);
}

#[test]
fn a_function_may_make_the_ids() {
    let mut one = route(attributes(&[Method::POST], "/one", "one").tags(["t"]))
        .with_body::<Int>(param("a", Source::Body), true)
        .with_body::<Int>(param("b", Source::Body), true);
    one.embed = true;
    one.attributes.inherited.unique_id = Some(|route| format!("{}-{}", route.tags[0], route.name));
    let value = write([one]);
    assert_eq!(value["paths"]["/one"]["post"]["operationId"], "t-one");
    assert_eq!(value["components"]["schemas"]["Body_t-one"]["title"], "Body_t-one");
}

#[test]
fn problems_name_the_route() {
    static BROKEN: Pattern = Pattern::new("[a");
    let mut broken = param("q", Source::Query);
    broken.constraints.pattern = Some(&BROKEN);
    let twice = |path, name| route(attributes(&[Method::GET], path, name).operation_id("same"));
    let operations = [
        get("/a", "a").with::<Text>(broken, true),
        twice("/b", "b"),
        twice("/c", "c"),
    ];
    let problems = document(head(), operations.into(), Vec::new()).unwrap_err();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].contains("`same`") && problems[0].contains("GET /b") && problems[0].contains("GET /c"));
    assert!(
        problems[1].starts_with("GET /a (app::a, app.rs:7): ") && problems[1].contains("`q`"),
        "{}",
        problems[1]
    );
}

#[test]
fn problems_are_found_wherever_they_stand_and_told_of_each_route() {
    struct Wrong;

    impl JsonSchema for Wrong {
        fn schema(schemas: &mut Schemas, _: &Constraints) -> Schema {
            schemas.problem("wrong".to_owned());
            Schema::any()
        }
    }

    let shared = get("/p", "p").with::<Wrong>(param("q", Source::Query), true).params;
    let mut again = get("/r", "r");
    again.params = shared.clone();
    let mut first = get("/p", "p");
    first.params = shared;
    let mut calls = get("/c", "c");
    calls.callbacks = vec![get("/inner", "inner").with_body::<Wrong>(param("b", Source::Body), true)];
    let mut answers = get("/a", "a").returning::<Wrong>();
    let model = AdditionalResponse::new().model::<Wrong>();
    answers.attributes.inherited.responses.push(("404".to_owned(), model));
    let operations = vec![get("/sound", "sound"), first, again, calls, answers];
    let problems = document(head(), operations, Vec::new()).unwrap_err();
    assert_eq!(
        problems,
        [
            "GET /p (app::p, app.rs:7): `q`: wrong",
            "GET /r (app::r, app.rs:7): `q`: wrong",
            "GET /c (app::c, app.rs:7): `b`: wrong",
            "GET /a (app::a, app.rs:7): wrong",
        ]
    );
}

#[test]
fn what_routes_share_is_checked_once_and_written_when_asked_for() {
    static TIMES: AtomicUsize = AtomicUsize::new(0);
    struct Counted;

    impl JsonSchema for Counted {
        fn schema(_: &mut Schemas, _: &Constraints) -> Schema {
            TIMES.fetch_add(1, Ordering::Relaxed);
            Schema::any()
        }
    }

    let mut one = get("/one", "one").with::<Counted>(param("q", Source::Query), true);
    let mut other = get("/other", "other");
    other.params = one.params.clone();
    one.params.push(one.params[0].clone());
    let document = document(head(), vec![one, other], Vec::new()).unwrap();
    assert_eq!(TIMES.load(Ordering::Relaxed), 1);
    assert_eq!(document.value()["paths"]["/other"]["get"]["parameters"][0]["name"], "q");
    assert_eq!(TIMES.load(Ordering::Relaxed), 4);
}

#[test]
fn a_prefix_becomes_a_server() {
    let parse = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap();
    let mut head = head();
    let plain = document(head.clone(), vec![get("/x", "x")], Vec::new()).unwrap();
    let prefixed = parse(&plain.with_root_path("/api/\"v1\"/"));
    assert_eq!(prefixed["servers"], json!([{"url": "/api/\"v1\""}]));
    assert_eq!(keys(&prefixed), ["openapi", "info", "paths", "servers"]);
    assert_eq!(parse(&plain.with_root_path("")), *plain.value());
    assert_eq!(plain.with_root_path("/"), plain.with_root_path(""));

    head.servers = vec![Server {
        url: "https://stag.example".to_owned(),
        ..Server::default()
    }];
    let listed = document(head.clone(), vec![get("/x", "x")], Vec::new()).unwrap();
    for _ in 0..2 {
        let prefixed = parse(&listed.with_root_path("/api/v1"));
        assert_eq!(
            prefixed["servers"],
            json!([{"url": "/api/v1"}, {"url": "https://stag.example"}])
        );
    }
    assert_eq!(listed.with_root_path("https://stag.example"), listed.with_root_path(""));
    assert_eq!(
        parse(&listed.with_root_path(""))["servers"],
        json!([{"url": "https://stag.example"}])
    );
}
