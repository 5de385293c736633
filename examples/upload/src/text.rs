//! Handlers that read an upload without keeping it.

use fasterapi::prelude::*;

/// What a text is made of.
#[model]
#[derive(Default)]
pub struct Counted {
    /// Its length in bytes.
    pub bytes: u64,
    /// How many of them end a line.
    pub lines: u64,
    /// How many of them are no ASCII.
    pub beyond_ascii: u64,
}

impl Counted {
    fn add(&mut self, block: &[u8]) {
        self.bytes += block.len() as u64;
        self.lines += block.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.beyond_ascii += block.iter().filter(|byte| !byte.is_ascii()).count() as u64;
    }
}

/// So much is in memory at a time.
const BLOCK: usize = 64 * 1024;

/// Count what is in a file
///
/// The file of a form is here when the handler starts, and is read block by block, so that its size does not matter.
#[post("/count")]
pub async fn count(mut text: UploadFile) -> Result<Counted, HttpError> {
    let mut counted = Counted::default();
    loop {
        let block = text.read_block(BLOCK).await?;
        if block.is_empty() {
            return Ok(counted);
        }
        counted.add(&block);
    }
}

/// Count what is in a body
///
/// The body is read while it arrives and kept nowhere: `curl -T file` sends one.
#[put("/count", max_body_size = 1_073_741_824)]
pub async fn count_stream(mut body: BodyStream) -> Result<Counted, HttpError> {
    let mut counted = Counted::default();
    while let Some(piece) = body.next().await {
        counted.add(&piece?);
    }
    Ok(counted)
}
