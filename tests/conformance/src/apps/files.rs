//! Files of forms: as bytes and as uploads, single, many, optional, missing.

use fasterapi::prelude::*;

#[post("/bytes")]
async fn as_bytes(#[file(description = "Raw content")] data: Vec<u8>) -> Value {
    json!({"size": data.len()})
}

#[post("/upload")]
async fn upload(mut doc: UploadFile) -> Result<Value, HttpError> {
    let body = doc.read().await?;
    let head: String = body.iter().take(10).map(|&byte| char::from(byte)).collect();
    Ok(json!({"name": doc.filename(), "type": doc.content_type(), "size": doc.size(), "head": head}))
}

#[post("/optional")]
async fn optional(doc: Option<UploadFile>, #[file] raw: Option<Vec<u8>>) -> Value {
    json!({"doc": doc.as_ref().map(UploadFile::filename), "raw": raw.map(|raw| raw.len())})
}

#[post("/many")]
async fn many(docs: Vec<UploadFile>, #[file(default)] raws: Vec<Vec<u8>>) -> Value {
    let docs: Vec<&str> = docs.iter().map(UploadFile::filename).collect();
    let raws: Vec<usize> = raws.iter().map(Vec::len).collect();
    json!({"docs": docs, "raws": raws})
}

#[post("/limited")]
async fn limited(
    #[file(min_length = 2, max_length = 4)] raw: Vec<u8>,
    #[file(description = "More")] extra: Option<UploadFile>,
) -> Value {
    json!({"raw": String::from_utf8_lossy(&raw), "extra": extra.as_ref().map(UploadFile::filename)})
}

#[post("/seek")]
async fn seek(mut doc: UploadFile) -> Result<Value, HttpError> {
    let first = doc.read_block(3).await?;
    doc.seek(1);
    let rest = doc.read().await?;
    let disposition = doc.headers().get("content-disposition").and_then(|value| value.to_str().ok());
    Ok(json!({
        "first": String::from_utf8_lossy(&first),
        "rest": String::from_utf8_lossy(&rest),
        "disposition": disposition,
    }))
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![as_bytes, upload, optional, many, limited, seek])
}
