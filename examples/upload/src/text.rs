//! A handler that reads an upload without keeping it.

use fasterapi::prelude::*;

/// What a text is made of.
#[model]
pub struct Counted {
    /// Its length in bytes.
    pub bytes: u64,
    /// How many lines it has, one without an end included.
    pub lines: u64,
    /// How many of the bytes are no ASCII.
    pub beyond_ascii: u64,
}

/// So much is in memory at a time.
const BLOCK: usize = 64 * 1024;

/// Count what is in a text
///
/// The file is read block by block, so that its size does not matter.
#[post("/count")]
pub async fn count(mut text: UploadFile) -> Result<Counted, HttpError> {
    let mut counted = Counted {
        bytes: 0,
        lines: 0,
        beyond_ascii: 0,
    };
    let mut last = b'\n';
    loop {
        let block = text.read_block(BLOCK).await?;
        let Some(end) = block.last() else { break };
        last = *end;
        counted.bytes += block.len() as u64;
        counted.lines += block.iter().filter(|byte| **byte == b'\n').count() as u64;
        counted.beyond_ascii += block.iter().filter(|byte| !byte.is_ascii()).count() as u64;
    }
    counted.lines += u64::from(last != b'\n');
    Ok(counted)
}
