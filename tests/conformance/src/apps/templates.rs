//! Pages from templates: escaping, `url_for`, inheritance, a template that is not there.

use fasterapi::prelude::*;
use fasterapi::templates::{TemplateResponse, Templates, context};

use crate::assets;

#[get("/pages/{id}")]
async fn page(
    request: &Request,
    id: String,
    #[query(default)] raw: String,
    templates: State<Templates>,
) -> TemplateResponse {
    let mut items = Vec::new();
    if id != "none" {
        items.push(json!({"id": id, "name": format!("<{id}>")}));
        items.push(json!({"id": "2", "name": "A & B"}));
    }
    let title = format!("Page {id}");
    templates
        .response(request, "page.html", context! { title, items, raw })
        .header("x-template", "page")
}

#[get("/child", status_code = 201)]
async fn child(request: &Request, templates: State<Templates>) -> TemplateResponse {
    let page = templates.response(request, "child.html", context! {});
    page.status(StatusCode::ACCEPTED)
}

#[get("/missing")]
async fn missing(request: &Request, templates: State<Templates>) -> Response {
    templates.response(request, "nope.html", context! {}).into()
}

/// The app.
///
/// # Panics
/// The assets are not there.
pub fn app() -> App {
    let templates = Templates::new(assets::path("templates")).expect("the folder of templates");
    App::new()
        .state(templates)
        .mount_named("/static", StaticFiles::new(assets::path("templates/static")), "static")
        .routes(routes![page, child, missing])
}
