//! A small site: pages from templates, static files, a form with files.

mod catalogue;
mod pages;
mod photos;

use fasterapi::prelude::*;
use fasterapi::templates::Templates;

use catalogue::Catalogue;

/// The app.
///
/// # Errors
/// The folder of templates is not there.
pub fn app() -> fasterapi::Result<App> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
    let templates = Templates::with(folder, |env| env.add_filter("euro", euro))?;
    Ok(App::new()
        .title("Bookshop")
        .state(templates)
        .state(Catalogue::sample())
        .state(photos::Album::default())
        .mount_named(
            "/static",
            StaticFiles::new(concat!(env!("CARGO_MANIFEST_DIR"), "/static")),
            "static",
        )
        .include(
            Router::new()
                .include_in_schema(false)
                .routes(routes![pages::home, pages::book, pages::search]),
        )
        .include(photos::router())
        .exception_handler(404, pages::not_found))
}

/// Cents as a price.
fn euro(cents: u64) -> String {
    format!("{}.{:02} €", cents / 100, cents % 100)
}
