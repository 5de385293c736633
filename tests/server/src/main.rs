//! The program under test: it says hello, and counts the bytes of what is posted.

use fasterapi::prelude::*;

#[get("/")]
async fn hello() -> PlainText<&'static str> {
    PlainText("Hello, World!")
}

#[post("/length")]
async fn length(mut request: Request) -> Result<String, HttpError> {
    let body = request
        .body()
        .await
        .map_err(|error| HttpError::bad_request(error.to_string()))?;
    Ok(body.len().to_string())
}

#[get("/client")]
async fn client(request: &Request) -> String {
    format!("{} {}", request.client(), request.scheme())
}

fn main() -> fasterapi::Result<()> {
    App::new()
        .title("Under test")
        .version("1.2.3")
        .routes(routes![hello, length, client])
        .run()
}
