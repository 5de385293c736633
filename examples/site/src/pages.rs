//! The pages of the catalogue.

use fasterapi::prelude::*;
use fasterapi::templates::{TemplateResponse, Templates, context};

use crate::catalogue::Catalogue;

#[get("/")]
pub(crate) async fn home(
    request: &Request,
    templates: State<Templates>,
    catalogue: State<Catalogue>,
) -> TemplateResponse {
    templates.response(request, "home.html", context! { books => catalogue.search("") })
}

#[get("/search")]
pub(crate) async fn search(
    request: &Request,
    #[query(default, max_length = 100)] q: String,
    templates: State<Templates>,
    catalogue: State<Catalogue>,
) -> TemplateResponse {
    templates.response(request, "home.html", context! { books => catalogue.search(&q), q })
}

#[get("/books/{book_id}")]
pub(crate) async fn book(
    request: &Request,
    book_id: u32,
    templates: State<Templates>,
    catalogue: State<Catalogue>,
) -> Result<TemplateResponse, HttpError> {
    let book = catalogue
        .book(book_id)
        .ok_or_else(|| HttpError::not_found("No such book"))?;
    Ok(templates.response(request, "book.html", context! { book }))
}

/// A page for people, where an API would answer JSON.
pub(crate) async fn not_found(request: Request, error: HttpError) -> Response {
    let Some(templates) = request.state::<Templates>() else {
        return error.into();
    };
    let page = templates.response(&request, "not_found.html", context! { detail => error.detail() });
    page.status(StatusCode::NOT_FOUND).into()
}
