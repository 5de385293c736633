//! What a handler sees of the request itself.

use fasterapi::prelude::*;

use crate::client;

#[get("/parts/{name}/{rest:path}")]
async fn parts(name: String, rest: String, request: &Request) -> Value {
    let url = request.url();
    json!({
        "hostname": url.hostname(),
        "port": url.port(),
        "secure": url.is_secure(),
        "path_params": request.path_params().collect::<Vec<_>>(),
        "query": request.query_pairs().collect::<Vec<_>>(),
        "arguments": [name, rest],
    })
}

#[post("/sum")]
async fn sum(mut request: Request) -> Result<Value, HttpError> {
    let numbers: Vec<i64> = request.json().await?;
    let length = request.body().await?.len();
    Ok(json!({"sum": numbers.iter().sum::<i64>(), "length": length}))
}

#[test]
fn the_address_has_parts() {
    let client = client(App::new().routes(routes![parts]));
    let answer = client
        .get("/parts/a%20b/c/d?x=1&y=%20&x=2")
        .header("host", "API.example:8443");
    assert_eq!(
        answer.send().assert_status(200).json::<Value>(),
        json!({
            "hostname": "api.example",
            "port": 8443,
            "secure": false,
            "path_params": [["name", "a b"], ["rest", "c/d"]],
            "query": [["x", "1"], ["y", " "], ["x", "2"]],
            "arguments": ["a b", "c/d"],
        })
    );
}

#[test]
fn the_body_can_be_read_as_json_and_again() {
    let client = client(App::new().routes(routes![sum]));
    let answer = client.post("/sum").body("[1, 2]").send().assert_status(200);
    assert_eq!(answer.json::<Value>(), json!({"sum": 3, "length": 6}));
    let answer = client.post("/sum").body("[1, x]").send().assert_status(422);
    let error = json!({
        "type": "json_invalid",
        "loc": ["body", 4],
        "msg": "JSON decode error",
        "input": {},
        "ctx": {"error": "Expecting value"},
    });
    assert_eq!(answer.json::<Value>(), json!({"detail": [error]}));
    let answer = client.post("/sum").body("{\"a\": 1}").send().assert_status(422);
    assert_eq!(answer.json::<Value>()["detail"][0]["input"], json!({"a": 1}));
    client.post("/sum").body(b"[\xff]".to_vec()).send().assert_status(400);
}

#[get("/headers")]
async fn as_text(request: &Request) -> Value {
    json!({
        "agent": request.header("User-Agent"),
        "none": request.header("x-none"),
        "latin": request.header("x-latin"),
        "type": request.content_type(),
        "cookies": request.cookies().collect::<Vec<_>>(),
        "cookie": [request.cookie("b"), request.cookie("z")],
        "version": format!("{:?}", request.version()),
    })
}

#[test]
fn headers_and_cookies_are_text() {
    let client = client(App::new().routes(routes![as_text]));
    let answer = client
        .get("/headers")
        .header("user-agent", "one")
        .header("user-agent", "two")
        .header("x-latin", b"caf\xe9")
        .header("content-type", "text/plain; charset=utf-8")
        .header("cookie", "a=1; b=2; a=3")
        .send();
    assert_eq!(
        answer.assert_status(200).json::<Value>(),
        json!({
            "agent": "one",
            "none": null,
            "latin": "café",
            "type": "text/plain; charset=utf-8",
            "cookies": [["a", "3"], ["b", "2"]],
            "cookie": ["2", null],
            "version": "HTTP/1.1",
        })
    );
}

#[get("/routes/{id}", name = "by_id")]
async fn route_of(id: u64, request: &Request) -> Value {
    let route = request.route().expect("a handler has a route");
    let methods: Vec<_> = route.methods().iter().map(|method| method.as_str()).collect();
    json!({"id": id, "name": route.name(), "path": route.path(), "methods": methods})
}

async fn without_a_route(request: Request, next: Next) -> Response {
    assert!(request.route().is_none());
    next.run(request).await
}

#[test]
fn the_route_is_known_once_it_was_found() {
    let api = Router::new().prefix("/api").routes(routes![route_of]);
    let client = client(App::new().include(api).middleware(without_a_route));
    assert_eq!(
        client.get("/api/routes/7").send().json::<Value>(),
        json!({"id": 7, "name": "by_id", "path": "/api/routes/{id}", "methods": ["GET"]})
    );
}

async fn count(mut stream: BodyStream) -> Result<usize, HttpError> {
    let mut length = 0;
    while let Some(piece) = stream.next().await {
        length += piece?.len();
    }
    Ok(length)
}

#[post("/stream")]
async fn stream(mut request: Request) -> Result<usize, HttpError> {
    count(request.stream()).await
}

#[post("/argument/{id}", max_body_size = 10)]
async fn argument(id: u64, body: BodyStream, request: Request) -> Result<(u64, usize, String), HttpError> {
    Ok((id, count(body).await?, request.method().to_string()))
}

#[post("/whole")]
async fn whole(mut request: Request) -> Result<usize, HttpError> {
    Ok(request.body().await?.len())
}

#[post("/argued", max_body_size = 10)]
async fn argued(text: Value) -> Value {
    text
}

#[post("/twice")]
async fn twice(mut request: Request) -> Result<usize, HttpError> {
    count(request.stream()).await?;
    Ok(request.body().await?.len())
}

#[post("/after")]
async fn after(mut request: Request) -> Result<(usize, usize), HttpError> {
    Ok((request.body().await?.len(), count(request.stream()).await?))
}

#[post("/form-first")]
async fn form_first(mut request: Request) -> Result<(usize, usize), HttpError> {
    let fields = request.form().await?.len();
    assert_eq!(request.form().await?.len(), fields, "a form is kept");
    Ok((fields, request.body().await?.len()))
}

/// Bodies that come in pieces, as over a socket, of unknown length.
fn in_pieces(app: App, path: &str, pieces: &[&'static str]) -> http::Response<Body> {
    let pieces: Vec<_> = pieces.iter().map(|piece| piece.to_string()).collect();
    let body = produce(async move |sender| {
        for piece in pieces {
            let frame = http_body::Frame::data(bytes::Bytes::from(piece));
            sender.send(Ok::<_, std::convert::Infallible>(frame)).await;
        }
    });
    let request = http::Request::post(path)
        .header("host", "a")
        .header("content-type", "application/json");
    let request = request.body(http_body_util::StreamBody::new(body)).unwrap();
    let mut service = app.build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime
        .block_on(tower_service::Service::call(&mut service, request))
        .unwrap()
}

fn app() -> App {
    App::new()
        .max_body_size(8)
        .routes(routes![stream, argument, whole, argued, twice, after, form_first])
}

/// `APP-34`: the body is read while it arrives.
#[test]
fn a_body_may_be_read_piece_by_piece() {
    let client = client(app());
    assert_eq!(client.post("/stream").body("12345678").send().json::<usize>(), 8);
    assert_eq!(in_pieces(app(), "/stream", &["123", "", "45"]).status(), 200);
    let answer = client.post("/argument/7").body("1234567890").send().assert_status(200);
    assert_eq!(answer.json::<Value>(), json!([7, 10, "POST"]));
}

/// `APP-33`: the limit holds whoever reads the body, and the innermost counts.
#[test]
fn a_body_has_a_limit_however_it_is_read() {
    let client = client(app());
    let error = json!({"detail": "Content Too Large"});
    for (path, fits, too_long) in [
        ("/stream", "12345678", "123456789"),
        ("/whole", "12345678", "123456789"),
        ("/argument/7", "1234567890", "12345678901"),
        ("/argued", "1234567890", "12345678901"),
    ] {
        let post = |body: &'static str| {
            client
                .post(path)
                .header("content-type", "application/json")
                .body(body)
                .send()
        };
        post(fits).assert_status(200);
        assert_eq!(post(too_long).assert_status(413).json::<Value>(), error, "{path}");
        assert_eq!(
            in_pieces(app(), path, &["1234", "5678", "9012"]).status(),
            413,
            "{path}"
        );
    }
    let limited = Router::new().max_body_size(20).routes(routes![whole, argued]);
    let client = crate::client(App::new().max_body_size(8).include(limited));
    client
        .post("/whole")
        .body("12345678901234567890")
        .send()
        .assert_status(200);
    client
        .post("/whole")
        .body("123456789012345678901")
        .send()
        .assert_status(413);
    client.post("/argued").json(&"123456789").send().assert_status(413);
}

/// `REQ-13`
#[test]
fn a_body_that_was_streamed_cannot_be_read_again() {
    let answer = in_pieces(app(), "/twice", &["12", "34"]);
    assert_eq!(answer.status(), 500);
    let client = client(app());
    assert_eq!(client.post("/after").body("1234").send().json::<Value>(), json!([4, 4]));
    let form = client
        .post("/form-first")
        .header("content-type", "application/x-www-form-urlencoded");
    form.body("a=1&b=2").send().assert_status(500);
}
