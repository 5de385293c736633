//! API metadata: title, summary, description, contact, license, tags, servers, external docs, docs pages.

use fasterapi::openapi::{Contact, ExternalDocs, License, Server, Tag};
use fasterapi::prelude::*;

#[get("/plants/", tags = ["plants"])]
async fn plants() -> Value {
    json!([{"name": "fern"}])
}

#[get("/roots/", tags = ["roots"])]
async fn roots() -> Value {
    json!([])
}

fn link(url: &str, description: &str) -> ExternalDocs {
    ExternalDocs {
        url: url.into(),
        description: Some(description.into()),
    }
}

/// The app.
pub fn app() -> App {
    App::new()
        .title("Herbarium")
        .summary("Pressed plants")
        .description("Keeps **plants** flat.\n\n## Leaves\n\nMany.")
        .version("2.3.1")
        .terms_of_service("https://herbarium.example/terms")
        .contact(Contact {
            name: Some("Flora".into()),
            url: Some("https://herbarium.example/contact".into()),
            email: Some("flora@herbarium.example".into()),
        })
        .license_info(License {
            name: "Apache 2.0".into(),
            identifier: Some("Apache-2.0".into()),
            ..License::default()
        })
        .openapi_tags([
            Tag {
                name: "plants".into(),
                description: Some("Green things".into()),
                external_docs: Some(link("https://herbarium.example/plants", "More")),
            },
            Tag {
                name: "unused".into(),
                description: Some("Nothing here".into()),
                ..Tag::default()
            },
        ])
        .servers([
            Server {
                url: "https://stag.herbarium.example".into(),
                description: Some("Staging".into()),
                variables: Some(json!({"v": {"default": "1"}})),
            },
            Server {
                url: "/".into(),
                ..Server::default()
            },
        ])
        .openapi_external_docs(link("https://herbarium.example/docs", "Manual"))
        .routes(routes![plants, roots])
}
