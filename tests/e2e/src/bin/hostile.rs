//! An app whose document tries to get a script into the pages that show it.

use fasterapi::openapi::{Contact, License, Tag};
use fasterapi::prelude::*;

/// What would run, were it not text: it sets `window.hurt`, and opens a dialog.
const SCRIPT: &str = "</script></title><script>window.hurt=1;alert(1)</script><img src=x onerror=\"window.hurt=1;alert(1)\">\
                      '-alert(1)-'\u{2028}<!--<svg onload=window.hurt=1>";

/// The same in Markdown, with links of its own.
const MARKDOWN: &str = "[click](javascript:window.hurt=1) <a href=\"javascript:window.hurt=1\">click</a> \
                        <img src=x onerror=\"window.hurt=1\"> <script>window.hurt=1</script> ![x](javascript:window.hurt=1)";

#[model]
struct Item {
    #[field(title = "<img src=x onerror=window.hurt=1>", description = "<script>window.hurt=1</script>", examples = ["</script><script>window.hurt=1</script>"])]
    name: String,
}

#[post(
    "/items/{id}",
    tags = ["<img src=x onerror=window.hurt=1>"],
    summary = "<script>window.hurt=1</script>",
    description = "[click](javascript:window.hurt=1) <img src=x onerror=window.hurt=1>",
    operation_id = "</script><script>window.hurt=1</script>"
)]
async fn item(id: String, item: Item) -> String {
    format!("{id}{}", item.name)
}

fn main() -> fasterapi::Result<()> {
    App::new()
        .title(format!("Hostile {SCRIPT}"))
        .version(SCRIPT)
        .summary(SCRIPT)
        .description(format!("{MARKDOWN} {SCRIPT}"))
        .contact(Contact {
            name: Some(SCRIPT.to_owned()),
            ..Contact::default()
        })
        .license_info(License {
            name: SCRIPT.to_owned(),
            ..License::default()
        })
        .openapi_tags([Tag {
            name: "<img src=x onerror=window.hurt=1>".to_owned(),
            description: Some(MARKDOWN.to_owned()),
            ..Tag::default()
        }])
        .routes(routes![item])
        .run()
}
