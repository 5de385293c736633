//! Handlers and dependencies stay functions: a unit test calls them.
#![deny(missing_docs, unreachable_pub, warnings, clippy::all)]

use fasterapi::prelude::*;

/// What the shop knows.
#[derive(Clone)]
pub struct Db {
    names: Vec<String>,
}

/// Who asks
#[dependency]
pub async fn current_user(#[header] user_agent: Option<String>) -> Result<String, HttpError> {
    user_agent.ok_or_else(|| HttpError::unauthorized("who?"))
}

#[allow(clippy::ref_option)]
fn short(text: &Option<String>) -> Result<(), &'static str> {
    if text.as_ref().is_none_or(|text| text.len() < 9) {
        Ok(())
    } else {
        Err("long")
    }
}

/// How many
#[dependency(cache = false)]
pub fn limit(
    /// The most items
    #[query(default = 10, ge = 1, le = 100)]
    mut limit: u32,
) -> u32 {
    limit = limit.min(50);
    limit
}

/// Read one item
///
/// Long text.
#[get("/items/{item_id}/{type}", tags = ["items", "read"], status_code = 200, responses((404, description = "No such item")))]
pub async fn read_item(
    item_id: u64,
    r#type: String,
    q: Option<String>,
    #[query(default = "a", alias = "sort-by", pattern = "^[a-z]$", examples = ["a", "b"])] mut sort: String,
    #[query(default = ["x"])] tags: Vec<String>,
    #[query(default = 1)] ratio: Option<f64>,
    #[header(convert_underscores = false)] x_token: Option<String>,
    #[cookie(validate = short, assert = short)] session: Option<String>,
    #[depends(current_user)] user: String,
    #[depends(limit, cache = false)] limit: u32,
    request: &Request,
    response: &mut ResponseParts,
) -> Result<String, HttpError> {
    sort.push('!');
    response.set_status(StatusCode::ACCEPTED);
    let _ = (q, tags, ratio, x_token, session, limit, request.uri());
    Ok(format!("{item_id} {type} {sort} {user}", r#type = r#type))
}

/// All names
#[route("/names", methods = ["GET", "HEAD"], dependencies = [current_user, limit])]
#[deprecated]
#[must_use]
pub fn names(db: State<Db>) -> Vec<String> {
    db.names.clone()
}

#[cfg(any())]
#[post("/never")]
pub async fn never() -> Missing {}

fn even(value: &i64) -> Result<(), String> {
    if value % 2 == 0 { Ok(()) } else { Err("odd".to_owned()) }
}

/// Add numbers
#[post("/sum", status_code = StatusCode::CREATED)]
pub async fn sum(numbers: Vec<i64>, #[body(default, validate = even)] start: i64) -> i64 {
    numbers.into_iter().sum::<i64>() + start
}

/// The whole request
#[post("/raw", include_in_schema = false, response_model = None)]
pub async fn raw(request: Request) -> Response {
    Response::new(request.uri().path().to_owned())
}

mod inner {
    use super::*;

    #[get("")]
    pub(crate) async fn nothing() {}
}

#[test]
fn lists_take_any_path() {
    let routes = routes![read_item, names, sum, raw, inner::nothing];
    assert_eq!(routes.len(), 5);
    assert_eq!(depends![current_user, limit].len(), 2);
    assert!(routes![].is_empty());
}

#[test]
fn functions_stay_callable() {
    assert_eq!(limit(90), 50);
    let mut future = std::pin::pin!(sum(vec![1, 2], 3));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert_eq!(future.as_mut().poll(&mut context), std::task::Poll::Ready(6));
}
