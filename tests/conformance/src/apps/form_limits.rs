//! Limits of forms: files, fields, the size of a part; headers of parts.

use fasterapi::prelude::*;
use fasterapi::request::{FormLimits, FormValue};

#[post("/limited")]
async fn limited(mut request: Request) -> Result<Value, HttpError> {
    let limits = FormLimits::new().max_files(1).max_fields(2).max_part_size(16);
    let form = request.form_with(limits).await?;
    let items: Vec<Value> = form
        .iter()
        .map(|(name, value)| match value {
            FormValue::Text(text) => json!([name, text]),
            FormValue::File(file) => json!([name, [file.filename(), file.size()]]),
        })
        .collect();
    Ok(json!({ "items": items }))
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![limited])
}
